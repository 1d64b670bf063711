/**
 * Swedish: how do we say it to a customer who reads Swedish?
 *
 * Everybody is "du", as is usual in business too.
 *
 * @since 0.1.0
 */
import type { Wording } from "../Wording.ts"

/** As long as words are shown, consent can be taken back. */
const shown = {
  nowhere: "Nu finns det inte längre någon plats som du samtycker till, så vi visar dem inte.",
  next: "Du kan ta tillbaka ditt samtycke när som helst, i ett enda steg och utan att ange skäl: på den här sidan, eller bara genom att svara på det här mejlet.",
  label: "Ta tillbaka mitt samtycke"
}

/** @category languages @since 0.1.0 */
export const sv: Wording = {
  language: "sv",
  dir: "ltr",
  greeting: (name) => (name === undefined ? "Hej!" : `Hej ${name}!`),
  question: (subject) => `Hur troligt är det att du skulle rekommendera ${subject ?? "oss"} till en vän eller kollega?`,
  low: "inte alls troligt",
  high: "extremt troligt",
  until: (day) => `Du kan svara till och med den ${day}.`,
  invitation: {
    subject: (about) => (about === undefined ? "En kort fråga" : `En kort fråga om ${about}`),
    lead: "Vi har en enda fråga till dig. Välj en siffra för att svara."
  },
  reminder: {
    subject: (about) => (about === undefined ? "Påminnelse: en kort fråga" : `Påminnelse: en kort fråga om ${about}`),
    lead: "För ett tag sedan skickade vi en fråga till dig. Om du har en stund över, välj en siffra för att svara."
  },
  thankYou: {
    subject: "Tack för ditt svar",
    lead: "Tack för att du tog dig tid att svara.",
    more: {
      promoter: "Det gläder oss att höra att du skulle rekommendera oss.",
      passive: "Om det är något vi kan göra bättre är det bara att svara på det här mejlet.",
      detractor:
        "Vi beklagar att det inte blev som det skulle. Om du vill berätta mer är det bara att svara på det här mejlet."
    }
  },
  contactRequest: {
    "what can we do better": {
      subject: "Vad kan vi göra bättre?",
      lead: "Tack för ditt svar. Vi har en fråga kvar:",
      ask: "Vad kan vi göra bättre?"
    },
    "what would make it a nine or ten": {
      subject: "Vad skulle krävas för en 9:a eller 10:a?",
      lead: "Tack för ditt svar. Vi har en fråga kvar:",
      ask: "Vad skulle behöva ändras för att du skulle ge oss en 9:a eller en 10:a?"
    }
  },
  contactReply: "En mening eller två räcker gott: svara bara på det här mejlet.",
  recall: (score) => `Du gav oss ${score} av 10. Tack för det.`,
  quoted: "Dina ord:",
  cut: "Vi har kortat texten här. På sidan finns den i sin helhet.",
  no: "Det är lika enkelt att svara nej, på samma sida. Det är ett alldeles utmärkt svar.",
  testimonialRequest: {
    subject: "Skulle du vilja säga det med egna ord?",
    ask: "Skulle du vilja sätta ord på vad som var bra, för andra som står inför samma val?",
    use: "Det är till för människor som funderar på att bli kunder hos oss. Vi visar det bara där du har gått med på det, och du kan ta tillbaka det när som helst.",
    offer: "Det kan vara:",
    forms: {
      written: "några skrivna meningar",
      video: "en kort video",
      "case study": "en fallstudie som vi skriver tillsammans med dig"
    },
    label: "Svara på den här förfrågan"
  },
  consentRequest: {
    subject: "Får vi visa dina ord för andra?",
    ask: "Får vi visa dem för andra?",
    what: "Det vi skulle visa:",
    scopes: {
      quote: "dina ord",
      name: "ditt namn",
      company: "ditt företags namn",
      photo: "ditt foto",
      video: "din video"
    },
    where: "Var:",
    free: "Du väljer fritt: utan ditt ja visar vi ingenting, och du kan ta tillbaka ett ja när som helst, i ett enda steg och utan att ange skäl.",
    label: "Svara ja eller nej"
  },
  referralRequest: {
    subject: "Känner du någon som vi skulle kunna hjälpa?",
    ask: "Känner du någon som är där du en gång var, och som vi också skulle kunna hjälpa?",
    how: "Berätta i så fall själv om oss, på ditt eget sätt. Vi ber inte om några namn eller adresser. På den här sidan kan du tala om för oss att du har gjort det:",
    label: "Svara på den här förfrågan"
  },
  reconfirmationRequest: {
    subject: "Skulle du fortfarande säga så?",
    lead: "Du har berättat vad du tycker om oss. Saker förändras, och vi visar bara ord som du fortfarande står för.",
    ask: "Skulle du säga så även i dag?",
    label: "Svara ja eller nej",
    no: "Det är lika enkelt att svara nej, på samma sida. Så länge du inte har svarat ja visar vi inte dina ord."
  },
  agreementRequest: {
    subject: "Får vi redigera dina ord så här?",
    lead: "Vi skulle vilja redigera dina ord, och beslutet är ditt. Till dess visar vi dem inte.",
    yours: "Dina ord, som de är:",
    edited: "Dina ord, som vi skulle visa dem:",
    ask: "Går du med på det?",
    label: "Svara ja eller nej",
    no: "Det är lika enkelt att svara nej, på samma sida. Om du svarar nej, eller inte svarar, förblir dina ord som de är."
  },
  confirmation: {
    consent: {
      subject: "Vi har noterat ditt samtycke",
      lead: "Tack. Du har gått med på att vi får visa dina ord.",
      places: "Du har gått med på de här platserna:",
      ...shown
    },
    publication: {
      subject: "Dina ord är publicerade",
      lead: "Tack. Dina ord har publicerats.",
      places: "Vi visar dem på de här platserna, som du har gått med på:",
      ...shown
    },
    withdrawal: {
      subject: "Vi visar inte längre dina ord",
      lead: "Dina ord är återkallade: vi visar dem inte längre.",
      places: "Det omfattar de här platserna:",
      nowhere: "Det gäller alla platser.",
      next: "Du behöver inte göra något mer. Sidan visar vad vi har noterat.",
      label: "Se vad som har noterats"
    }
  },
  reviewRequest: {
    subject: (site) => `Skulle du vilja skriva ett omdöme på ${site}?`,
    lead: (site) =>
      `Du vet hur det är att vara kund hos oss. Andra vill också gärna veta det: skulle du vilja berätta för dem på ${site}?`,
    honest: "Skriv vad du verkligen tycker, bra eller dåligt. Det är ett ärligt omdöme som hjälper andra att välja.",
    label: (site) => `Skriv ett omdöme på ${site}`,
    open: (site) => `Alla kan läsa det du skriver där, och reglerna för ${site} gäller. Du är fri att låta bli.`
  },
  whyAsked: (brand) =>
    `Du får det här mejlet eftersom du har varit i kontakt med ${brand ?? "oss"} och din åsikt är viktig.`,
  whyAnswered: (brand) => `Du får det här mejlet eftersom du har svarat på en fråga från ${brand ?? "oss"}.`,
  whyAuthor: (brand) => `Du får det här mejlet eftersom du har berättat för ${brand ?? "oss"} vad du tycker.`,
  optOut: "Om du inte vill ha sådana här mejl längre:",
  unsubscribe: "avsluta utskicken"
}
