/**
 * Swedish: what do the pages say to a Swedish reader?
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import type { Words } from "../Words.ts"

/** @category languages @since 0.1.0 */
export const sv: Words = {
  lang: "sv",
  dir: "ltr",
  question: (subject) =>
    `Hur troligt är det att du skulle rekommendera ${Option.getOrElse(subject, () => "oss")} till en vän eller kollega?`,
  lowest: "Inte alls troligt",
  highest: "Extremt troligt",
  untilSent: "Inget sparas förrän du trycker på knappen.",
  send: "Skicka",
  thanks: "Tack",
  recorded: (score) => `Ditt svar är sparat: ${score}.`,
  changeable: "Du kan ändra det tills undersökningen stänger.",
  why: "Vad är det viktigaste skälet till ditt betyg?",
  whyHint: "Med dina egna ord. Du kan lämna det tomt.",
  save: "Spara",
  problem: "Något är fel",
  problems: {
    "no score": "Välj en siffra från 0 till 10.",
    "not a score": "Det som skickades är ingen siffra från 0 till 10. Välj en av de elva.",
    "unreadable comment":
      "Din text har tecken som vi inte kan läsa. De är markerade nedan: byt ut dem och skicka texten igen.",
    "long comment": "Din text är längre än 10 000 tecken. Den står kvar nedan: korta den och skicka den igen.",
    "not saved":
      "Vi kunde inte spara det här just nu. Det du skrev står kvar: skicka det igen om en minut. Två gånger räknas som en."
  },
  optOut: {
    title: "Vill du inte höra mer från oss?",
    text: "Tryck på knappen, så skickar vi inga fler undersökningar, påminnelser eller förfrågningar.",
    confirm: "Skicka inget mer till mig"
  },
  preferences: {
    lead: "Eller vill du hellre ha mindre?",
    wishes: {
      "less often": { label: "Mer sällan", text: "Vi låter det gå dubbelt så lång tid mellan våra meddelanden." },
      pause: { label: "Tre månaders paus", text: "Vi skickar ingenting på tre månader." },
      "not this topic": { label: "Inget mer om det här ämnet", text: "Vi frågar dig inte om det igen." }
    },
    noted: {
      "less often": "Det är sparat: vi skriver mer sällan till dig.",
      pause: (until) => `Det är sparat: vi skickar ingenting före den ${until}.`,
      "not this topic": "Det är sparat: vi frågar dig inte om det här ämnet igen."
    }
  },
  consent: {
    version: "sv 1",
    what: "Vad får vi visa?",
    whatAt: (place) => `Vad får vi visa på den här platsen: ${place}?`,
    free: "Varje ruta är ditt fria val. Det du inte kryssar för visar vi inte.",
    scopes: {
      quote: "Mina ord",
      name: "Mitt namn och min roll",
      company: "Namnet på mitt företag",
      photo: "Mitt foto",
      video: "Min video"
    },
    where: "Var får vi visa det?",
    takeBack:
      "Du kan ta tillbaka det här när som helst, i ett steg, med länken i vårt meddelande. Från och med då visar vi det inte mer; det som redan är tryckt eller skickat kan vi inte kalla tillbaka."
  },
  author: {
    testimonial: {
      title: "Skulle du vilja sätta ord på det för andra?",
      text: "Säg det som du skulle säga det till en vän, både bra och dåligt. Vi behåller allt du skriver; vi visar bara det du tillåter nedan."
    },
    forms: {
      legend: "Vad vill du ge oss?",
      only: "Fyll bara i det som hör till ditt val.",
      written: { label: "Skrivna ord" },
      video: {
        label: "En video",
        hint: "Den ligger kvar där du har den: vi behöver dess adress. Skriv som dina ord det som sägs i den."
      },
      "case study": { label: "En fallstudie" }
    },
    fields: {
      words: { label: "Dina ord", hint: "Högst 10 000 tecken." },
      video: { label: "Videons adress", hint: "Den börjar med https://" },
      poster: { label: "Adress till en bild att visa före uppspelningen", hint: "Den börjar med https://" },
      captions: { label: "Undertexternas adress", hint: "En WebVTT-fil. Den börjar med https://" },
      language: { label: "Undertexternas språk", hint: "En språkkod, som en, fr eller pt-BR." },
      title: { label: "Fallstudiens titel" },
      study: { label: "Fallstudiens adress", hint: "Den börjar med https://" },
      name: { label: "Ditt namn" },
      role: { label: "Din roll", hint: "Till exempel ”inköpschef”." },
      company: { label: "Ditt företag" },
      disclosure: {
        label: "Om du är mer än kund: vad bör läsarna veta?",
        hint: "Till exempel ”arbetar för oss” eller ”bror till grundaren”. Det står bredvid dina ord."
      }
    },
    optional: "frivilligt",
    about: "Om dig",
    standing: "Vad är du för oss?",
    standings: {
      customer: "Kund, och inget annat",
      employee: "Jag arbetar för er",
      owner: "Jag äger en del av företaget",
      partner: "Affärspartner",
      family: "Familj eller nära vän till någon här",
      other: "Något annat"
    },
    consent: {
      title: "Får vi visa dina ord?",
      text: "Det här är orden. Ett nej är lika bra som ett ja."
    },
    referral: {
      title: "Har du berättat om oss för någon?",
      text: "Vi ber inte om namn. Ett nej är lika bra som ett ja."
    },
    reconfirmation: {
      title: "Står du fast vid dina ord?",
      text: "Innan du säger ja visar vi dem inte. Säger du nej visar vi dem aldrig mer."
    },
    agreement: {
      title: "Går du med på den här ändringen?",
      text: "Vi vill visa dina ord så här. Utan ditt ja ändras ingenting.",
      original: "Dina ord",
      edited: "Så som vi skulle visa dem"
    },
    confirmation: {
      consent: {
        title: "Du har tillåtit oss att visa dina ord",
        text: "Du kan ta tillbaka det här, när som helst och i ett steg."
      },
      publication: {
        title: "Dina ord är publicerade",
        text: "Du kan ta tillbaka dem här, när som helst och i ett steg."
      },
      withdrawal: { title: "Dina ord visas inte längre", text: "De är tillbakadragna för gott." }
    },
    replies: {
      Testimonial: "Skicka mina ord",
      Consent: "Ja, visa det jag kryssat för",
      Withdraws: "Ta tillbaka allt",
      Refers: "Ja, jag har berättat för någon",
      Declines: "Nej tack",
      Stands: "Ja, jag står fast vid dem",
      StandsNot: "Nej, inte längre",
      Agrees: "Ja, det går jag med på",
      Refuses: "Nej, låt dem vara som de är"
    },
    noted: {
      Testimonial: {
        title: "Tack för dina ord",
        text: "De är sparade. De visas ingenstans utan att du har tillåtit det, och inte innan vi har läst dem."
      },
      Consent: { title: "Tack", text: "Vi har sparat vad du tillåter, och visar inget annat." },
      Withdraws: {
        title: "Det är tillbakadraget",
        text: "Dina ord är borta från våra sidor inom en minut, och du behöver inte göra något mer."
      },
      Refers: { title: "Tack för att du berättade för någon", text: "Det är sparat." },
      Declines: { title: "Det går bra", text: "Vi har sparat ditt nej." },
      Stands: { title: "Tack", text: "Vi har sparat att du står fast vid dina ord." },
      StandsNot: {
        title: "Tack för din uppriktighet",
        text: "Det är sparat, och vi visar inte dina ord längre."
      },
      Agrees: { title: "Tack", text: "Vi har sparat att du går med på ändringen." },
      Refuses: { title: "Det går bra", text: "Vi har sparat ditt nej: dina ord förblir som de var." }
    },
    answered: "Du har redan svarat på det här, och det är sparat.",
    withdrawing: "Du kan ta tillbaka dina ord, och allt du har tillåtit, i ett steg. Det gäller för gott.",
    back: "Tillbaka till frågan",
    kept: "Det du skrev",
    labelled: (label, text) => `${label}: ${text}`,
    faults: {
      missing: "Det här behövs: fyll i det.",
      unreadable: "Här finns tecken som vi inte kan läsa. Byt ut dem och skicka igen.",
      "no address":
        "Det här är ingen adress som vi kan använda: den måste börja med https://, till exempel https://example.com/mine.",
      "no language": "Det här är ingen språkkod: skriv till exempel en, fr eller pt-BR.",
      "other kind": "Det står något i fälten för ett annat val. Välj det, eller töm dess fält.",
      "only a customer": "Du valde ”Kund, och inget annat”. Töm det här fältet, eller välj vad mer du är.",
      "nothing ticked": "Inget är förkryssat. Kryssa för vad vi får visa, eller tryck på ”Nej tack”.",
      "no place":
        "Du har kryssat för vad vi får visa, men inte var. Kryssa för en plats också, eller ta bort alla kryss.",
      "no scope":
        "Du har kryssat för var vi får visa det, men inte vad. Kryssa för det också, eller ta bort alla kryss.",
      "question changed": "Frågan har ändrats sedan du öppnade sidan. Läs den igen och kryssa för vad du tillåter.",
      "no reply": "Vi kunde inte se vilken knapp du tryckte på. Tryck på den igen."
    },
    tooLong: (most) =>
      `Det här är längre än ${most.toLocaleString("sv")} tecken. Det står kvar här: korta det och skicka det igen.`
  },
  wall: {
    title: "Kundomdömen",
    count: (n) => (n === 1 ? "1 omdöme" : `${n.toLocaleString("sv")} omdömen`),
    average: (stars, n) => `${stars} av 5 stjärnor, i genomsnitt av ${n.toLocaleString("sv")}`,
    stars: (n) => `${n} av 5 stjärnor`,
    anonymous: "Anonym kund",
    video: "Öppna videon",
    caseStudy: "Läs fallstudien",
    empty: "Det finns inget att visa just nu.",
    policy: "Så samlar vi in och kontrollerar omdömen"
  },
  notices: {
    "opted out": {
      title: "Du får inget mer från oss",
      text: "Det är sparat: vi skickar inga fler undersökningar, påminnelser eller förfrågningar."
    },
    "survey closed": {
      title: "Undersökningen är stängd",
      text: "Den tar inte emot fler svar, och inget har sparats. Tack för att du ville svara."
    },
    "link run out": {
      title: "Länken har gått ut",
      text: "Inget har sparats. Använd länken i ett nyare meddelande från oss, eller svara på det."
    },
    "link changed": {
      title: "Länken fungerar inte",
      text: "Den blev avklippt eller ändrad på vägen. Inget har sparats. Öppna länken i vårt meddelande igen, i sin helhet."
    },
    "message unknown": {
      title: "Vi känner inte till den här länken",
      text: "Vi hittar inte meddelandet som den hör till. Inget har sparats."
    },
    "reply refused": {
      title: "Det här går inte längre att svara på",
      text: "Tiden är ute, eller så gällde det något som har ändrats sedan dess. Inget har sparats. Om du ändå vill säga oss något, svara på vårt meddelande."
    },
    "not saved": {
      title: "Vi kunde inte spara det här just nu",
      text: "Det du skrev står kvar: skicka det igen om en minut. Två gånger räknas som en."
    },
    "wall read only": { title: "En vägg kan bara läsas", text: "Begär den med GET." },
    "wall unknown": { title: "Den väggen finns inte", text: "Kontrollera adressen." },
    "wall unavailable": {
      title: "Omdömena kan inte visas just nu",
      text: "Försök igen om en minut."
    },
    "no page": { title: "Här finns ingen sida", text: "Öppna länken i vårt meddelande igen, i sin helhet." },
    "wrong method": {
      title: "Det kan den här sidan inte göra",
      text: "Inget har sparats. Öppna länken i vårt meddelande igen och använd formuläret på sidan."
    },
    "wrong type": {
      title: "Vi kan inte läsa formuläret",
      text: "Det skickades i ett annat format än vår sidas. Inget har sparats. Använd formuläret på sidan."
    },
    "too large": {
      title: "Det var för mycket",
      text: "En text får ha högst 10 000 tecken. Inget har sparats. Gå tillbaka, korta den och skicka den igen."
    },
    "too slow": {
      title: "Det tog för lång tid",
      text: "Anslutningen var för långsam, och inget har sparats. Gå tillbaka och skicka igen."
    },
    "cut off": {
      title: "Anslutningen bröts",
      text: "Bara en del av formuläret kom fram, och inget har sparats. Gå tillbaka och skicka igen."
    },
    unavailable: {
      title: "Försök igen om en minut",
      text: "Vi kommer inte åt våra uppgifter just nu. Din länk fungerar fortfarande."
    },
    failed: {
      title: "Något gick fel hos oss",
      text: "Vi har noterat det. Din länk fungerar fortfarande: försök igen senare."
    }
  }
}
