/**
 * Italian: how do we say it to a customer who reads Italian?
 *
 * The last day stands after a colon, since an article before it would have to change: "il 22", but "l’8".
 *
 * @since 0.1.0
 */
import type { Wording } from "../Wording.ts"

/** As long as words are shown, consent can be taken back. */
const shown = {
  nowhere: "Ormai non c’è più alcuno spazio per il quale abbiamo il Suo consenso, quindi non le mostriamo.",
  next: "Può revocare il Suo consenso in qualsiasi momento, in un solo passaggio e senza motivarlo: su questa pagina o semplicemente rispondendo a questa e-mail.",
  label: "Revocare il mio consenso"
}

const formal: Wording = {
  language: "it",
  dir: "ltr",
  greeting: (name) => (name === undefined ? "Buongiorno," : `Buongiorno ${name},`),
  question: (subject) =>
    subject === undefined
      ? "Con quale probabilità ci consiglierebbe a un amico o a un collega?"
      : `Con quale probabilità consiglierebbe ${subject} a un amico o a un collega?`,
  low: "per niente probabile",
  high: "estremamente probabile",
  until: (day) => `Ultimo giorno per rispondere: ${day}.`,
  invitation: {
    subject: (about) => (about === undefined ? "Una breve domanda" : `Una breve domanda su ${about}`),
    lead: "Abbiamo una sola domanda per Lei. Per rispondere basta scegliere un numero."
  },
  reminder: {
    subject: (about) =>
      about === undefined ? "Promemoria: una breve domanda" : `Promemoria: una breve domanda su ${about}`,
    lead: "Qualche tempo fa Le abbiamo inviato una domanda. Se ha un momento, per rispondere basta scegliere un numero."
  },
  thankYou: {
    subject: "Grazie per la Sua risposta",
    lead: "Grazie per il tempo dedicato a rispondere.",
    more: {
      promoter: "Ci fa piacere sapere che ci consiglierebbe.",
      passive: "Se c’è qualcosa che possiamo fare meglio, basta rispondere a questa e-mail.",
      detractor:
        "Ci dispiace che le cose non siano andate come dovevano. Se desidera dirci di più, basta rispondere a questa e-mail."
    }
  },
  contactRequest: {
    "what can we do better": {
      subject: "Che cosa possiamo fare meglio?",
      lead: "Grazie per la Sua risposta. Ci rimane una domanda:",
      ask: "Che cosa possiamo fare meglio?"
    },
    "what would make it a nine or ten": {
      subject: "Che cosa servirebbe per un 9 o un 10?",
      lead: "Grazie per la Sua risposta. Ci rimane una domanda:",
      ask: "Che cosa dovrebbe cambiare perché Lei ci dia un 9 o un 10?"
    }
  },
  contactReply: "Bastano una o due frasi, in risposta a questa e-mail.",
  recall: (score) => `Ci ha dato ${score} su 10. Grazie.`,
  quoted: "Le Sue parole:",
  cut: "Qui abbiamo abbreviato il testo. Sulla pagina è riportato per intero.",
  no: "Dire di no è altrettanto facile, sulla stessa pagina. È una risposta che va benissimo.",
  testimonialRequest: {
    subject: "Lo direbbe con parole Sue?",
    ask: "Metterebbe in parole ciò che è andato bene, per chi si trova davanti alla stessa scelta?",
    use: "La Sua testimonianza è per chi sta pensando di sceglierci. La mostriamo solo dove Lei acconsente, e può revocare il consenso in qualsiasi momento.",
    offer: "Può essere:",
    forms: {
      written: "qualche frase scritta",
      video: "un breve video",
      "case study": "un caso di studio che scriviamo insieme a Lei"
    },
    label: "Rispondere a questa richiesta"
  },
  consentRequest: {
    subject: "Possiamo mostrare ad altri le Sue parole?",
    ask: "Possiamo mostrarle ad altri?",
    what: "Che cosa mostreremmo:",
    scopes: {
      quote: "le Sue parole",
      name: "il Suo nome",
      company: "il nome della Sua azienda",
      photo: "la Sua foto",
      video: "il Suo video"
    },
    where: "Dove:",
    free: "La scelta è libera: senza il Suo sì non mostriamo nulla, e un sì può essere revocato in qualsiasi momento, in un solo passaggio e senza motivarlo.",
    label: "Rispondere sì o no"
  },
  referralRequest: {
    subject: "Conosce qualcuno che potremmo aiutare?",
    ask: "Conosce qualcuno che si trova dove Lei si trovava un tempo, e che potremmo aiutare allo stesso modo?",
    how: "Se sì, può parlare di noi direttamente a questa persona, a modo Suo. Non chiediamo né nomi né indirizzi. Su questa pagina può farci sapere di averlo fatto:",
    label: "Rispondere a questa richiesta"
  },
  reconfirmationRequest: {
    subject: "Lo direbbe ancora?",
    lead: "Ci ha detto che cosa pensa di noi. Le cose cambiano, e mostriamo solo parole che Lei sostiene ancora.",
    ask: "Lo direbbe ancora oggi?",
    label: "Rispondere sì o no",
    no: "Dire di no è altrettanto facile, sulla stessa pagina. Finché non ha detto di sì, non mostriamo le Sue parole."
  },
  agreementRequest: {
    subject: "Possiamo modificare così le Sue parole?",
    lead: "Vorremmo modificare le Sue parole, e la decisione è Sua. Fino ad allora non le mostriamo.",
    yours: "Le Sue parole, così come sono:",
    edited: "Le Sue parole, così come le mostreremmo:",
    ask: "È d’accordo?",
    label: "Rispondere sì o no",
    no: "Dire di no è altrettanto facile, sulla stessa pagina. Se dice di no, o non risponde, le Sue parole restano così come sono."
  },
  confirmation: {
    consent: {
      subject: "Abbiamo registrato il Suo consenso",
      lead: "Grazie. Ci ha dato il consenso a mostrare le Sue parole.",
      places: "Ha acconsentito per questi spazi:",
      ...shown
    },
    publication: {
      subject: "Le Sue parole sono pubblicate",
      lead: "Grazie. Le Sue parole sono state pubblicate.",
      places: "Le mostriamo in questi spazi, con il Suo consenso:",
      ...shown
    },
    withdrawal: {
      subject: "Non mostriamo più le Sue parole",
      lead: "Le Sue parole sono ritirate: non le mostriamo più.",
      places: "Questo comprende questi spazi:",
      nowhere: "Questo vale per tutti gli spazi.",
      next: "Non c’è altro da fare. La pagina mostra ciò che abbiamo registrato.",
      label: "Vedere ciò che è stato registrato"
    }
  },
  reviewRequest: {
    subject: (site) => `Scriverebbe una recensione su ${site}?`,
    lead: (site) =>
      `Ci conosce per esperienza diretta. Anche altri vorrebbero sapere com’è: lo racconterebbe loro su ${site}?`,
    honest:
      "Scriva ciò che pensa davvero, nel bene e nel male. È una recensione sincera ciò che aiuta gli altri a scegliere.",
    label: (site) => `Scrivere una recensione su ${site}`,
    open: (site) => `Tutti possono leggere ciò che scrive lì, e valgono le regole di ${site}. Può anche non farlo.`
  },
  whyAsked: (brand) => `Riceve questa e-mail perché ha avuto contatti con ${brand ?? "noi"} e la Sua opinione conta.`,
  whyAnswered: (brand) =>
    brand === undefined
      ? "Riceve questa e-mail perché ha risposto a una nostra domanda."
      : `Riceve questa e-mail perché ha risposto a una domanda di ${brand}.`,
  whyAuthor: (brand) =>
    brand === undefined
      ? "Riceve questa e-mail perché ci ha detto che cosa pensa."
      : `Riceve questa e-mail perché ha detto a ${brand} che cosa pensa.`,
  optOut: "Se non desidera più ricevere e-mail come questa:",
  unsubscribe: "annullare l’iscrizione"
}

const shownInformal = {
  ...shown,
  nowhere: "Ormai non c’è più alcuno spazio per il quale abbiamo il tuo consenso, quindi non le mostriamo.",
  next: "Puoi revocare il tuo consenso in qualsiasi momento, in un solo passaggio e senza motivarlo: su questa pagina o semplicemente rispondendo a questa e-mail."
}

const informal: Wording = {
  ...formal,
  greeting: (name) => (name === undefined ? "Ciao," : `Ciao ${name},`),
  question: (subject) =>
    subject === undefined
      ? "Con quale probabilità ci consiglieresti a un amico o a un collega?"
      : `Con quale probabilità consiglieresti ${subject} a un amico o a un collega?`,
  invitation: {
    ...formal.invitation,
    lead: "Abbiamo una sola domanda per te. Per rispondere basta scegliere un numero."
  },
  reminder: {
    ...formal.reminder,
    lead: "Qualche tempo fa ti abbiamo inviato una domanda. Se hai un momento, per rispondere basta scegliere un numero."
  },
  thankYou: {
    ...formal.thankYou,
    subject: "Grazie per la tua risposta",
    more: {
      promoter: "Ci fa piacere sapere che ci consiglieresti.",
      passive: formal.thankYou.more.passive,
      detractor:
        "Ci dispiace che le cose non siano andate come dovevano. Se vuoi dirci di più, basta rispondere a questa e-mail."
    }
  },
  contactRequest: {
    "what can we do better": {
      ...formal.contactRequest["what can we do better"],
      lead: "Grazie per la tua risposta. Ci rimane una domanda:"
    },
    "what would make it a nine or ten": {
      ...formal.contactRequest["what would make it a nine or ten"],
      lead: "Grazie per la tua risposta. Ci rimane una domanda:",
      ask: "Che cosa dovrebbe cambiare perché tu ci dia un 9 o un 10?"
    }
  },
  recall: (score) => `Ci hai dato ${score} su 10. Grazie.`,
  quoted: "Le tue parole:",
  testimonialRequest: {
    ...formal.testimonialRequest,
    subject: "Lo diresti con parole tue?",
    ask: "Metteresti in parole ciò che è andato bene, per chi si trova davanti alla stessa scelta?",
    use: "La tua testimonianza è per chi sta pensando di sceglierci. La mostriamo solo dove tu acconsenti, e puoi revocare il consenso in qualsiasi momento.",
    forms: { ...formal.testimonialRequest.forms, "case study": "un caso di studio che scriviamo insieme a te" }
  },
  consentRequest: {
    ...formal.consentRequest,
    subject: "Possiamo mostrare ad altri le tue parole?",
    scopes: {
      quote: "le tue parole",
      name: "il tuo nome",
      company: "il nome della tua azienda",
      photo: "la tua foto",
      video: "il tuo video"
    },
    free: "La scelta è libera: senza il tuo sì non mostriamo nulla, e un sì può essere revocato in qualsiasi momento, in un solo passaggio e senza motivarlo."
  },
  referralRequest: {
    ...formal.referralRequest,
    subject: "Conosci qualcuno che potremmo aiutare?",
    ask: "Conosci qualcuno che si trova dove ti trovavi tu un tempo, e che potremmo aiutare allo stesso modo?",
    how: "Se sì, puoi parlare di noi direttamente a questa persona, a modo tuo. Non chiediamo né nomi né indirizzi. Su questa pagina puoi farci sapere di averlo fatto:"
  },
  reconfirmationRequest: {
    ...formal.reconfirmationRequest,
    subject: "Lo diresti ancora?",
    lead: "Ci hai detto che cosa pensi di noi. Le cose cambiano, e mostriamo solo parole che tu sostieni ancora.",
    ask: "Lo diresti ancora oggi?",
    no: "Dire di no è altrettanto facile, sulla stessa pagina. Finché non hai detto di sì, non mostriamo le tue parole."
  },
  agreementRequest: {
    ...formal.agreementRequest,
    subject: "Possiamo modificare così le tue parole?",
    lead: "Vorremmo modificare le tue parole, e la decisione è tua. Fino ad allora non le mostriamo.",
    yours: "Le tue parole, così come sono:",
    edited: "Le tue parole, così come le mostreremmo:",
    ask: "Sei d’accordo?",
    no: "Dire di no è altrettanto facile, sulla stessa pagina. Se dici di no, o non rispondi, le tue parole restano così come sono."
  },
  confirmation: {
    consent: {
      subject: "Abbiamo registrato il tuo consenso",
      lead: "Grazie. Ci hai dato il consenso a mostrare le tue parole.",
      places: "Hai acconsentito per questi spazi:",
      ...shownInformal
    },
    publication: {
      subject: "Le tue parole sono pubblicate",
      lead: "Grazie. Le tue parole sono state pubblicate.",
      places: "Le mostriamo in questi spazi, con il tuo consenso:",
      ...shownInformal
    },
    withdrawal: {
      ...formal.confirmation.withdrawal,
      subject: "Non mostriamo più le tue parole",
      lead: "Le tue parole sono ritirate: non le mostriamo più."
    }
  },
  reviewRequest: {
    ...formal.reviewRequest,
    subject: (site) => `Scriveresti una recensione su ${site}?`,
    lead: (site) =>
      `Ci conosci per esperienza diretta. Anche altri vorrebbero sapere com’è: lo racconteresti loro su ${site}?`,
    honest:
      "Scrivi ciò che pensi davvero, nel bene e nel male. È una recensione sincera ciò che aiuta gli altri a scegliere.",
    open: (site) => `Tutti possono leggere ciò che scrivi lì, e valgono le regole di ${site}. Puoi anche non farlo.`
  },
  whyAsked: (brand) => `Ricevi questa e-mail perché hai avuto contatti con ${brand ?? "noi"} e la tua opinione conta.`,
  whyAnswered: (brand) =>
    brand === undefined
      ? "Ricevi questa e-mail perché hai risposto a una nostra domanda."
      : `Ricevi questa e-mail perché hai risposto a una domanda di ${brand}.`,
  whyAuthor: (brand) =>
    brand === undefined
      ? "Ricevi questa e-mail perché ci hai detto che cosa pensi."
      : `Ricevi questa e-mail perché hai detto a ${brand} che cosa pensi.`,
  optOut: "Se non vuoi più ricevere e-mail come questa:"
}

/** @category languages @since 0.1.0 */
export const it: Wording = { ...formal, informal }
