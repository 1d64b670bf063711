/**
 * Dutch: how do we say it to a customer who reads Dutch?
 *
 * @since 0.1.0
 */
import type { Wording } from "../Wording.ts"

/** As long as words are shown, consent can be taken back. */
const shown = {
  nowhere: "Inmiddels is er geen plek meer waarvoor u toestemming geeft, dus tonen we ze niet.",
  next: "U kunt uw toestemming op elk moment intrekken, in één stap en zonder opgaaf van reden: op deze pagina, of gewoon door deze e-mail te beantwoorden.",
  label: "Mijn toestemming intrekken"
}

const formal: Wording = {
  language: "nl",
  dir: "ltr",
  greeting: (name) => (name === undefined ? "Goedendag," : `Beste ${name},`),
  question: (subject) =>
    `Hoe waarschijnlijk is het dat u ${subject ?? "ons"} zou aanbevelen aan een vriend of collega?`,
  low: "helemaal niet waarschijnlijk",
  high: "uiterst waarschijnlijk",
  until: (day) => `Antwoorden kan tot en met ${day}.`,
  invitation: {
    subject: (about) => (about === undefined ? "Eén korte vraag" : `Eén korte vraag over ${about}`),
    lead: "We hebben één vraag voor u. Kies een getal om te antwoorden."
  },
  reminder: {
    subject: (about) =>
      about === undefined ? "Herinnering: één korte vraag" : `Herinnering: één korte vraag over ${about}`,
    lead: "Een tijdje geleden hebben we u één vraag gestuurd. Als u een moment hebt, kies dan een getal om te antwoorden."
  },
  thankYou: {
    subject: "Bedankt voor uw antwoord",
    lead: "Bedankt dat u de tijd hebt genomen om te antwoorden.",
    more: {
      promoter: "We zijn blij te horen dat u ons zou aanbevelen.",
      passive: "Als we iets beter kunnen doen, beantwoord dan gewoon deze e-mail.",
      detractor:
        "Het spijt ons dat het niet is gegaan zoals het hoort. Als u ons meer wilt vertellen, beantwoord dan gewoon deze e-mail."
    }
  },
  contactRequest: {
    "what can we do better": {
      subject: "Wat kunnen we beter doen?",
      lead: "Bedankt voor uw antwoord. We hebben nog één vraag:",
      ask: "Wat kunnen we beter doen?"
    },
    "what would make it a nine or ten": {
      subject: "Wat is er nodig voor een 9 of een 10?",
      lead: "Bedankt voor uw antwoord. We hebben nog één vraag:",
      ask: "Wat zou er moeten veranderen zodat u ons een 9 of een 10 geeft?"
    }
  },
  contactReply: "Een of twee zinnen zijn genoeg: beantwoord gewoon deze e-mail.",
  recall: (score) => `U gaf ons ${score} van de 10 punten. Dank daarvoor.`,
  quoted: "Uw woorden:",
  cut: "We hebben de tekst hier ingekort. Op de pagina staat hij volledig.",
  no: "Nee zeggen is net zo makkelijk, op dezelfde pagina. Ook dat is een prima antwoord.",
  testimonialRequest: {
    subject: "Zou u het in uw eigen woorden willen zeggen?",
    ask: "Zou u onder woorden willen brengen wat er goed was, voor anderen die voor dezelfde keuze staan?",
    use: "Het is bedoeld voor mensen die overwegen klant bij ons te worden. We tonen het alleen waar u ermee instemt, en dat kunt u op elk moment intrekken.",
    offer: "Het kan zijn:",
    forms: {
      written: "een paar geschreven zinnen",
      video: "een korte video",
      "case study": "een casestudy die we samen met u schrijven"
    },
    label: "Op dit verzoek antwoorden"
  },
  consentRequest: {
    subject: "Mogen we uw woorden aan anderen laten zien?",
    ask: "Mogen we ze aan anderen laten zien?",
    what: "Wat we zouden laten zien:",
    scopes: {
      quote: "uw woorden",
      name: "uw naam",
      company: "de naam van uw bedrijf",
      photo: "uw foto",
      video: "uw video"
    },
    where: "Waar:",
    free: "U kiest vrij: zonder uw ja laten we niets zien, en een ja kunt u op elk moment intrekken, in één stap en zonder opgaaf van reden.",
    label: "Ja of nee antwoorden"
  },
  referralRequest: {
    subject: "Kent u iemand die we zouden kunnen helpen?",
    ask: "Kent u iemand die nu staat waar u ooit stond, en die we ook zouden kunnen helpen?",
    how: "Zo ja, vertel dan zelf over ons, op uw eigen manier. We vragen niet om namen of adressen. Op deze pagina kunt u ons laten weten dat u het hebt gedaan:",
    label: "Op dit verzoek antwoorden"
  },
  reconfirmationRequest: {
    subject: "Zou u dat nog steeds zeggen?",
    lead: "U hebt ons verteld wat u van ons vindt. Dingen veranderen, en we tonen alleen woorden waar u nog achter staat.",
    ask: "Zou u dat vandaag nog steeds zeggen?",
    label: "Ja of nee antwoorden",
    no: "Nee zeggen is net zo makkelijk, op dezelfde pagina. Zolang u geen ja hebt gezegd, tonen we uw woorden niet."
  },
  agreementRequest: {
    subject: "Mogen we uw woorden zo bewerken?",
    lead: "We willen uw woorden graag bewerken, en de beslissing is aan u. Tot die tijd tonen we ze niet.",
    yours: "Uw woorden, zoals ze zijn:",
    edited: "Uw woorden, zoals we ze zouden tonen:",
    ask: "Gaat u akkoord?",
    label: "Ja of nee antwoorden",
    no: "Nee zeggen is net zo makkelijk, op dezelfde pagina. Als u nee zegt of niet antwoordt, blijven uw woorden zoals ze zijn."
  },
  confirmation: {
    consent: {
      subject: "We hebben uw toestemming genoteerd",
      lead: "Bedankt. U hebt ermee ingestemd dat we uw woorden tonen.",
      places: "U hebt ingestemd met deze plekken:",
      ...shown
    },
    publication: {
      subject: "Uw woorden zijn gepubliceerd",
      lead: "Bedankt. Uw woorden zijn gepubliceerd.",
      places: "We tonen ze op deze plekken, waarmee u hebt ingestemd:",
      ...shown
    },
    withdrawal: {
      subject: "We tonen uw woorden niet meer",
      lead: "Uw woorden zijn ingetrokken: we tonen ze niet meer.",
      places: "Dat geldt ook voor deze plekken:",
      nowhere: "Dat geldt voor elke plek.",
      next: "U hoeft verder niets te doen. De pagina toont wat we hebben genoteerd.",
      label: "Bekijken wat er is genoteerd"
    }
  },
  reviewRequest: {
    subject: (site) => `Zou u een beoordeling willen schrijven op ${site}?`,
    lead: (site) =>
      `U weet hoe het is om klant bij ons te zijn. Anderen willen dat ook graag weten: zou u het hun willen vertellen op ${site}?`,
    honest:
      "Schrijf alstublieft wat u echt vindt, goed of slecht. Juist een eerlijke beoordeling helpt anderen bij hun keuze.",
    label: (site) => `Een beoordeling schrijven op ${site}`,
    open: (site) =>
      `Iedereen kan lezen wat u daar schrijft, en de regels van ${site} gelden. Het staat u vrij om het niet te doen.`
  },
  whyAsked: (brand) =>
    `U ontvangt deze e-mail omdat u contact hebt gehad met ${brand ?? "ons"} en uw mening gewenst is.`,
  whyAnswered: (brand) => `U ontvangt deze e-mail omdat u een vraag van ${brand ?? "ons"} hebt beantwoord.`,
  whyAuthor: (brand) => `U ontvangt deze e-mail omdat u ${brand ?? "ons"} hebt verteld wat u vindt.`,
  optOut: "Als u zulke e-mails niet meer wilt ontvangen:",
  unsubscribe: "afmelden"
}

const shownInformal = {
  ...shown,
  nowhere: "Inmiddels is er geen plek meer waarvoor je toestemming geeft, dus tonen we ze niet.",
  next: "Je kunt je toestemming op elk moment intrekken, in één stap en zonder opgaaf van reden: op deze pagina, of gewoon door deze e-mail te beantwoorden."
}

const informal: Wording = {
  ...formal,
  greeting: (name) => (name === undefined ? "Hallo," : `Hallo ${name},`),
  question: (subject) =>
    `Hoe waarschijnlijk is het dat je ${subject ?? "ons"} zou aanbevelen aan een vriend of collega?`,
  invitation: {
    ...formal.invitation,
    lead: "We hebben één vraag voor je. Kies een getal om te antwoorden."
  },
  reminder: {
    ...formal.reminder,
    lead: "Een tijdje geleden hebben we je één vraag gestuurd. Als je een moment hebt, kies dan een getal om te antwoorden."
  },
  thankYou: {
    subject: "Bedankt voor je antwoord",
    lead: "Bedankt dat je de tijd hebt genomen om te antwoorden.",
    more: {
      promoter: "We zijn blij te horen dat je ons zou aanbevelen.",
      passive: formal.thankYou.more.passive,
      detractor:
        "Het spijt ons dat het niet is gegaan zoals het hoort. Als je ons meer wilt vertellen, beantwoord dan gewoon deze e-mail."
    }
  },
  contactRequest: {
    "what can we do better": {
      ...formal.contactRequest["what can we do better"],
      lead: "Bedankt voor je antwoord. We hebben nog één vraag:"
    },
    "what would make it a nine or ten": {
      ...formal.contactRequest["what would make it a nine or ten"],
      lead: "Bedankt voor je antwoord. We hebben nog één vraag:",
      ask: "Wat zou er moeten veranderen zodat je ons een 9 of een 10 geeft?"
    }
  },
  recall: (score) => `Je gaf ons ${score} van de 10 punten. Dank daarvoor.`,
  quoted: "Jouw woorden:",
  testimonialRequest: {
    ...formal.testimonialRequest,
    subject: "Zou je het in je eigen woorden willen zeggen?",
    ask: "Zou je onder woorden willen brengen wat er goed was, voor anderen die voor dezelfde keuze staan?",
    use: "Het is bedoeld voor mensen die overwegen klant bij ons te worden. We tonen het alleen waar je ermee instemt, en dat kun je op elk moment intrekken.",
    forms: { ...formal.testimonialRequest.forms, "case study": "een casestudy die we samen met jou schrijven" }
  },
  consentRequest: {
    ...formal.consentRequest,
    subject: "Mogen we jouw woorden aan anderen laten zien?",
    scopes: {
      quote: "je woorden",
      name: "je naam",
      company: "de naam van je bedrijf",
      photo: "je foto",
      video: "je video"
    },
    free: "Je kiest vrij: zonder jouw ja laten we niets zien, en een ja kun je op elk moment intrekken, in één stap en zonder opgaaf van reden."
  },
  referralRequest: {
    ...formal.referralRequest,
    subject: "Ken je iemand die we zouden kunnen helpen?",
    ask: "Ken je iemand die nu staat waar jij ooit stond, en die we ook zouden kunnen helpen?",
    how: "Zo ja, vertel dan zelf over ons, op je eigen manier. We vragen niet om namen of adressen. Op deze pagina kun je ons laten weten dat je het hebt gedaan:"
  },
  reconfirmationRequest: {
    ...formal.reconfirmationRequest,
    subject: "Zou je dat nog steeds zeggen?",
    lead: "Je hebt ons verteld wat je van ons vindt. Dingen veranderen, en we tonen alleen woorden waar je nog achter staat.",
    ask: "Zou je dat vandaag nog steeds zeggen?",
    no: "Nee zeggen is net zo makkelijk, op dezelfde pagina. Zolang je geen ja hebt gezegd, tonen we jouw woorden niet."
  },
  agreementRequest: {
    ...formal.agreementRequest,
    subject: "Mogen we jouw woorden zo bewerken?",
    lead: "We willen jouw woorden graag bewerken, en de beslissing is aan jou. Tot die tijd tonen we ze niet.",
    yours: "Jouw woorden, zoals ze zijn:",
    edited: "Jouw woorden, zoals we ze zouden tonen:",
    ask: "Ga je akkoord?",
    no: "Nee zeggen is net zo makkelijk, op dezelfde pagina. Als je nee zegt of niet antwoordt, blijven jouw woorden zoals ze zijn."
  },
  confirmation: {
    consent: {
      subject: "We hebben je toestemming genoteerd",
      lead: "Bedankt. Je hebt ermee ingestemd dat we jouw woorden tonen.",
      places: "Je hebt ingestemd met deze plekken:",
      ...shownInformal
    },
    publication: {
      subject: "Jouw woorden zijn gepubliceerd",
      lead: "Bedankt. Jouw woorden zijn gepubliceerd.",
      places: "We tonen ze op deze plekken, waarmee je hebt ingestemd:",
      ...shownInformal
    },
    withdrawal: {
      ...formal.confirmation.withdrawal,
      subject: "We tonen jouw woorden niet meer",
      lead: "Jouw woorden zijn ingetrokken: we tonen ze niet meer.",
      next: "Je hoeft verder niets te doen. De pagina toont wat we hebben genoteerd."
    }
  },
  reviewRequest: {
    ...formal.reviewRequest,
    subject: (site) => `Zou je een beoordeling willen schrijven op ${site}?`,
    lead: (site) =>
      `Je weet hoe het is om klant bij ons te zijn. Anderen willen dat ook graag weten: zou je het hun willen vertellen op ${site}?`,
    honest:
      "Schrijf alsjeblieft wat je echt vindt, goed of slecht. Juist een eerlijke beoordeling helpt anderen bij hun keuze.",
    open: (site) =>
      `Iedereen kan lezen wat je daar schrijft, en de regels van ${site} gelden. Het staat je vrij om het niet te doen.`
  },
  whyAsked: (brand) =>
    `Je ontvangt deze e-mail omdat je contact hebt gehad met ${brand ?? "ons"} en je mening gewenst is.`,
  whyAnswered: (brand) => `Je ontvangt deze e-mail omdat je een vraag van ${brand ?? "ons"} hebt beantwoord.`,
  whyAuthor: (brand) => `Je ontvangt deze e-mail omdat je ${brand ?? "ons"} hebt verteld wat je vindt.`,
  optOut: "Als je zulke e-mails niet meer wilt ontvangen:"
}

/** @category languages @since 0.1.0 */
export const nl: Wording = { ...formal, informal }
