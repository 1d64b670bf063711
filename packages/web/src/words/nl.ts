/**
 * Dutch: what do the pages say to a Dutch reader?
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import type { Words } from "../Words.ts"

/** @category languages @since 0.1.0 */
export const nl: Words = {
  lang: "nl",
  dir: "ltr",
  question: (subject) =>
    `Hoe waarschijnlijk is het dat u ${Option.getOrElse(subject, () => "ons")} zou aanbevelen aan een vriend of collega?`,
  lowest: "Helemaal niet waarschijnlijk",
  highest: "Uiterst waarschijnlijk",
  untilSent: "Er wordt niets vastgelegd voordat u op de knop drukt.",
  send: "Versturen",
  thanks: "Bedankt",
  recorded: (score) => `Uw antwoord is vastgelegd: ${score}.`,
  changeable: "U kunt het wijzigen tot deze enquête sluit.",
  why: "Wat is de belangrijkste reden voor uw cijfer?",
  whyHint: "In uw eigen woorden. U mag dit leeg laten.",
  save: "Opslaan",
  problem: "Er is een probleem",
  problems: {
    "no score": "Kies een getal van 0 tot en met 10.",
    "not a score": "Wat is verstuurd, is geen getal van 0 tot en met 10. Kies een van de elf.",
    "unreadable comment":
      "Uw tekst bevat tekens die we niet kunnen lezen. Ze zijn hieronder gemarkeerd: vervang ze en verstuur de tekst opnieuw.",
    "long comment": "Uw tekst is langer dan 10.000 tekens. Hij staat er nog: kort hem in en verstuur hem opnieuw.",
    "not saved":
      "We konden dit nu niet opslaan. Wat u hebt ingevuld, staat er nog: verstuur het over een minuut opnieuw. Twee keer versturen telt als één keer."
  },
  optOut: {
    title: "Wilt u niets meer van ons horen?",
    text: "Druk op de knop en we sturen u geen enquêtes, herinneringen of verzoeken meer.",
    confirm: "Stuur me niets meer"
  },
  preferences: {
    lead: "Of wilt u liever minder?",
    wishes: {
      "less often": { label: "Minder vaak", text: "We laten twee keer zoveel tijd tussen onze berichten." },
      pause: { label: "Drie maanden pauze", text: "We sturen u drie maanden lang niets." },
      "not this topic": { label: "Niets meer over dit onderwerp", text: "We vragen u er niet meer naar." }
    },
    noted: {
      "less often": "Dit is vastgelegd: we schrijven u minder vaak.",
      pause: (until) => `Dit is vastgelegd: we sturen u niets vóór ${until}.`,
      "not this topic": "Dit is vastgelegd: we vragen u niet meer naar dit onderwerp."
    }
  },
  consent: {
    version: "nl 1",
    what: "Wat mogen we laten zien?",
    whatAt: (place) => `Wat mogen we op deze plek laten zien: ${place}?`,
    free: "Elk vakje is uw vrije keuze. Wat u niet aanvinkt, laten we niet zien.",
    scopes: {
      quote: "Mijn woorden",
      name: "Mijn naam en mijn functie",
      company: "De naam van mijn bedrijf",
      photo: "Mijn foto",
      video: "Mijn video"
    },
    where: "Waar mogen we het laten zien?",
    takeBack:
      "U kunt dit op elk moment intrekken, in één stap, met de link in ons bericht. Vanaf dan laten we het niet meer zien; wat al gedrukt of verstuurd is, kunnen we niet terughalen."
  },
  author: {
    testimonial: {
      title: "Zou u het voor anderen onder woorden willen brengen?",
      text: "Zeg het zoals u het tegen een vriend zou zeggen, het goede en het slechte. Wat u ook schrijft, we bewaren het; we laten alleen zien wat u hieronder toestaat."
    },
    forms: {
      legend: "Wat wilt u ons geven?",
      only: "Vul alleen in wat bij uw keuze hoort.",
      written: { label: "Geschreven woorden" },
      video: {
        label: "Een video",
        hint: "Hij blijft waar u hem bewaart: we hebben het adres nodig. Schrijf als uw woorden wat erin wordt gezegd."
      },
      "case study": { label: "Een casestudy" }
    },
    fields: {
      words: { label: "Uw woorden", hint: "Ten hoogste 10.000 tekens." },
      video: { label: "Adres van de video", hint: "Het begint met https://" },
      poster: { label: "Adres van een afbeelding om vóór het afspelen te tonen", hint: "Het begint met https://" },
      captions: { label: "Adres van de ondertiteling", hint: "Een WebVTT-bestand. Het begint met https://" },
      language: { label: "Taal van de ondertiteling", hint: "Een taalcode, zoals en, fr of pt-BR." },
      title: { label: "Titel van de casestudy" },
      study: { label: "Adres van de casestudy", hint: "Het begint met https://" },
      name: { label: "Uw naam" },
      role: { label: "Uw functie", hint: "Bijvoorbeeld ‘hoofd inkoop’." },
      company: { label: "Uw bedrijf" },
      disclosure: {
        label: "Als u meer bent dan klant: wat moeten lezers weten?",
        hint: "Bijvoorbeeld ‘werkt voor ons’ of ‘broer van de oprichter’. Het staat naast uw woorden."
      }
    },
    optional: "niet verplicht",
    about: "Over u",
    standing: "Wat is uw relatie met ons?",
    standings: {
      customer: "Klant, en verder niets",
      employee: "Ik werk voor u",
      owner: "Een deel van het bedrijf is van mij",
      partner: "Een zakenpartner",
      family: "Familie of een goede vriend van iemand hier",
      other: "Iets anders"
    },
    consent: {
      title: "Mogen we uw woorden laten zien?",
      text: "Dit zijn de woorden. Een nee is net zo goed als een ja."
    },
    referral: {
      title: "Hebt u iemand over ons verteld?",
      text: "We vragen geen namen. Een nee is net zo goed als een ja."
    },
    reconfirmation: {
      title: "Staat u nog achter uw woorden?",
      text: "Zolang u geen ja zegt, laten we ze niet zien. Zegt u nee, dan laten we ze nooit meer zien."
    },
    agreement: {
      title: "Gaat u akkoord met deze wijziging?",
      text: "We willen uw woorden zo laten zien. Zonder uw ja verandert er niets.",
      original: "Uw woorden",
      edited: "Zoals wij ze zouden laten zien"
    },
    confirmation: {
      consent: {
        title: "U hebt ons toegestaan uw woorden te laten zien",
        text: "U kunt dat hier op elk moment intrekken, in één stap."
      },
      publication: {
        title: "Uw woorden zijn gepubliceerd",
        text: "U kunt ze hier op elk moment intrekken, in één stap."
      },
      withdrawal: { title: "Uw woorden worden niet meer getoond", text: "Ze zijn voorgoed ingetrokken." }
    },
    replies: {
      Testimonial: "Mijn woorden versturen",
      Consent: "Ja, laat zien wat ik heb aangevinkt",
      Withdraws: "Alles intrekken",
      Refers: "Ja, ik heb het iemand verteld",
      Declines: "Nee, bedankt",
      Stands: "Ja, ik sta erachter",
      StandsNot: "Nee, niet meer",
      Agrees: "Ja, ik ga akkoord",
      Refuses: "Nee, laat ze zoals ze zijn"
    },
    noted: {
      Testimonial: {
        title: "Bedankt voor uw woorden",
        text: "We hebben ze vastgelegd. Ze worden nergens getoond tenzij u dat hebt toegestaan, en niet voordat wij ze hebben gelezen."
      },
      Consent: { title: "Bedankt", text: "We hebben vastgelegd wat u toestaat, en laten niets anders zien." },
      Withdraws: {
        title: "Het is ingetrokken",
        text: "Uw woorden zijn binnen een minuut van onze pagina’s verdwenen, en u hoeft verder niets te doen."
      },
      Refers: { title: "Bedankt voor het doorvertellen", text: "We hebben het vastgelegd." },
      Declines: { title: "Dat is prima", text: "We hebben uw nee vastgelegd." },
      Stands: { title: "Bedankt", text: "We hebben vastgelegd dat u achter uw woorden staat." },
      StandsNot: {
        title: "Bedankt voor uw openhartigheid",
        text: "We hebben het vastgelegd en laten uw woorden niet meer zien."
      },
      Agrees: { title: "Bedankt", text: "We hebben vastgelegd dat u akkoord gaat met de wijziging." },
      Refuses: { title: "Dat is prima", text: "We hebben uw nee vastgelegd: uw woorden blijven zoals ze waren." }
    },
    answered: "U hebt dit al beantwoord, en we hebben het vastgelegd.",
    withdrawing: "U kunt uw woorden, en alles wat u hebt toegestaan, in één stap intrekken. Dat is voorgoed.",
    back: "Terug naar de vraag",
    kept: "Wat u hebt geschreven",
    labelled: (label, text) => `${label}: ${text}`,
    faults: {
      missing: "Dit is nodig: vul het in.",
      unreadable: "Hier staan tekens die we niet kunnen lezen. Vervang ze en verstuur het opnieuw.",
      "no address":
        "Dit is geen adres dat we kunnen gebruiken: het moet met https:// beginnen, zoals https://example.com/mine.",
      "no language": "Dit is geen taalcode: schrijf bijvoorbeeld en, fr of pt-BR.",
      "other kind": "Er staat iets in de velden van een andere keuze. Kies die, of maak die velden leeg.",
      "only a customer": "U hebt ‘Klant, en verder niets’ gekozen. Maak dit leeg, of kies wat u nog meer bent.",
      "nothing ticked": "Er is niets aangevinkt. Vink aan wat we mogen laten zien, of druk op ‘Nee, bedankt’.",
      "no place":
        "U hebt aangevinkt wat we mogen laten zien, maar niet waar. Vink ook een plek aan, of haal alle vinkjes weg.",
      "no scope":
        "U hebt aangevinkt waar we het mogen laten zien, maar niet wat. Vink ook dat aan, of haal alle vinkjes weg.",
      "question changed":
        "Deze vraag is veranderd sinds u de pagina opende. Lees hem opnieuw en vink aan wat u toestaat.",
      "no reply": "We konden niet zien op welke knop u hebt gedrukt. Druk er nog eens op."
    },
    tooLong: (most) =>
      `Dit is langer dan ${most.toLocaleString("nl")} tekens. Het staat er nog: kort het in en verstuur het opnieuw.`
  },
  wall: {
    title: "Ervaringen van klanten",
    count: (n) => (n === 1 ? "1 ervaring" : `${n.toLocaleString("nl")} ervaringen`),
    average: (stars, n) => `${stars} van de 5 sterren, gemiddeld over ${n.toLocaleString("nl")}`,
    stars: (n) => `${n} van de 5 sterren`,
    anonymous: "Anonieme klant",
    video: "De video openen",
    caseStudy: "De casestudy lezen",
    empty: "Er is nu niets te laten zien.",
    policy: "Hoe we ervaringen verzamelen en controleren"
  },
  notices: {
    "opted out": {
      title: "U krijgt niets meer van ons",
      text: "Dit is vastgelegd: we sturen u geen enquêtes, herinneringen of verzoeken meer."
    },
    "survey closed": {
      title: "Deze enquête is gesloten",
      text: "Er zijn geen antwoorden meer mogelijk, en er is niets vastgelegd. Bedankt dat u wilde antwoorden."
    },
    "link run out": {
      title: "Deze link is verlopen",
      text: "Er is niets vastgelegd. Gebruik de link in een nieuwer bericht van ons, of beantwoord dat."
    },
    "link changed": {
      title: "Deze link werkt niet",
      text: "Hij is onderweg afgebroken of veranderd. Er is niets vastgelegd. Open de link in ons bericht opnieuw, in zijn geheel."
    },
    "message unknown": {
      title: "We kennen deze link niet",
      text: "We kunnen het bericht waar hij bij hoort niet vinden. Er is niets vastgelegd."
    },
    "reply refused": {
      title: "Dit kan niet meer worden beantwoord",
      text: "De tijd is om, of het ging over iets dat sindsdien is veranderd. Er is niets vastgelegd. Als u ons nog iets wilt zeggen, beantwoord dan ons bericht."
    },
    "not saved": {
      title: "We konden dit nu niet opslaan",
      text: "Wat u hebt ingevuld, staat er nog: verstuur het over een minuut opnieuw. Twee keer versturen telt als één keer."
    },
    "wall read only": { title: "Een wand kan alleen worden gelezen", text: "Vraag hem op met GET." },
    "wall unknown": { title: "Deze wand bestaat niet", text: "Controleer het adres." },
    "wall unavailable": {
      title: "De ervaringen kunnen nu niet worden getoond",
      text: "Probeer het over een minuut opnieuw."
    },
    "no page": { title: "Hier is geen pagina", text: "Open de link in ons bericht opnieuw, in zijn geheel." },
    "wrong method": {
      title: "Dat kan deze pagina niet",
      text: "Er is niets vastgelegd. Open de link in ons bericht opnieuw en gebruik het formulier op de pagina."
    },
    "wrong type": {
      title: "We kunnen dit formulier niet lezen",
      text: "Het is in een andere vorm verstuurd dan die van onze pagina. Er is niets vastgelegd. Gebruik het formulier op de pagina."
    },
    "too large": {
      title: "Dat was te veel",
      text: "Een tekst mag ten hoogste 10.000 tekens hebben. Er is niets vastgelegd. Ga terug, kort hem in en verstuur hem opnieuw."
    },
    "too slow": {
      title: "Dat duurde te lang",
      text: "De verbinding was te traag, en er is niets vastgelegd. Ga terug en verstuur het opnieuw."
    },
    "cut off": {
      title: "De verbinding is verbroken",
      text: "Slechts een deel van het formulier is aangekomen, en er is niets vastgelegd. Ga terug en verstuur het opnieuw."
    },
    unavailable: {
      title: "Probeer het over een minuut opnieuw",
      text: "We kunnen nu niet bij onze gegevens. Uw link blijft werken."
    },
    failed: {
      title: "Er is bij ons iets misgegaan",
      text: "We hebben het genoteerd. Uw link blijft werken: probeer het later opnieuw."
    }
  }
}
