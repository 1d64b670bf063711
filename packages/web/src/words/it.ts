/**
 * Italian: what do the pages say to an Italian reader?
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import type { Words } from "../Words.ts"

/** @category languages @since 0.1.0 */
export const it: Words = {
  lang: "it",
  dir: "ltr",
  question: Option.match({
    onNone: () => "Con quale probabilità ci consiglierebbe a un amico o a un collega?",
    onSome: (subject) => `Con quale probabilità consiglierebbe ${subject} a un amico o a un collega?`
  }),
  lowest: "Per niente probabile",
  highest: "Estremamente probabile",
  untilSent: "Non viene registrato nulla finché non preme il pulsante.",
  send: "Invia",
  thanks: "Grazie",
  recorded: (score) => `La Sua risposta è registrata: ${score}.`,
  changeable: "Può modificarla fino alla chiusura di questo sondaggio.",
  why: "Qual è il motivo principale del Suo punteggio?",
  whyHint: "Con parole Sue. Può lasciare vuoto questo campo.",
  save: "Salva",
  problem: "C’è un problema",
  problems: {
    "no score": "Scelga un numero da 0 a 10.",
    "not a score": "Quello che è stato inviato non è un numero da 0 a 10. Scelga uno degli undici.",
    "unreadable comment":
      "Il Suo testo contiene caratteri che non riusciamo a leggere. Sono indicati qui sotto: li sostituisca e lo invii di nuovo.",
    "long comment": "Il Suo testo supera i 10.000 caratteri. È ancora qui sotto: lo accorci e lo invii di nuovo.",
    "not saved":
      "In questo momento non è stato possibile salvare. Quello che ha scritto è ancora qui: lo invii di nuovo tra un minuto. Due invii contano come uno."
  },
  optOut: {
    title: "Non desidera più ricevere nulla da noi?",
    text: "Prema il pulsante e non Le invieremo più sondaggi, promemoria o richieste.",
    confirm: "Non inviarmi più nulla"
  },
  preferences: {
    lead: "Oppure preferisce ricevere meno messaggi?",
    wishes: {
      "less often": { label: "Meno spesso", text: "Lasciamo passare il doppio del tempo tra i nostri messaggi." },
      pause: { label: "Una pausa di tre mesi", text: "Non Le inviamo nulla per tre mesi." },
      "not this topic": { label: "Più nulla su questo tema", text: "Non Le chiediamo più nulla al riguardo." }
    },
    noted: {
      "less often": "È registrato: Le scriviamo meno spesso.",
      pause: (until) => `È registrato: nessun messaggio da parte nostra prima di questa data: ${until}.`,
      "not this topic": "È registrato: non Le chiediamo più nulla su questo tema."
    }
  },
  consent: {
    version: "it 1",
    what: "Che cosa possiamo mostrare?",
    whatAt: (place) => `Che cosa possiamo mostrare in questo luogo: ${place}?`,
    free: "Ogni casella è una Sua libera scelta. Quello che non seleziona, non lo mostriamo.",
    scopes: {
      quote: "Le mie parole",
      name: "Il mio nome e il mio ruolo",
      company: "Il nome della mia azienda",
      photo: "La mia foto",
      video: "Il mio video"
    },
    where: "Dove possiamo mostrarlo?",
    takeBack:
      "Può revocarlo in qualsiasi momento, in un solo passaggio, con il link nel nostro messaggio. Da allora non lo mostriamo più; ciò che è già stampato o inviato non possiamo richiamarlo."
  },
  author: {
    testimonial: {
      title: "Lo direbbe con parole Sue, per altre persone?",
      text: "Lo dica come lo direbbe a un amico, il bene e il male. Conserviamo tutto quello che scrive; mostriamo solo ciò che consente qui sotto."
    },
    forms: {
      legend: "Che cosa vorrebbe darci?",
      only: "Compili solo ciò che riguarda la Sua scelta.",
      written: { label: "Un testo scritto" },
      video: {
        label: "Un video",
        hint: "Resta dove lo conserva: ci serve il suo indirizzo. Come Sue parole, scriva ciò che vi si dice."
      },
      "case study": { label: "Un caso di studio" }
    },
    fields: {
      words: { label: "Le Sue parole", hint: "Al massimo 10.000 caratteri." },
      video: { label: "Indirizzo del video", hint: "Inizia con https://" },
      poster: { label: "Indirizzo di un’immagine da mostrare prima della riproduzione", hint: "Inizia con https://" },
      captions: { label: "Indirizzo dei sottotitoli", hint: "Un file WebVTT. Inizia con https://" },
      language: { label: "Lingua dei sottotitoli", hint: "Un codice di lingua, come en, fr o pt-BR." },
      title: { label: "Titolo del caso di studio" },
      study: { label: "Indirizzo del caso di studio", hint: "Inizia con https://" },
      name: { label: "Il Suo nome" },
      role: { label: "Il Suo ruolo", hint: "Per esempio «responsabile acquisti»." },
      company: { label: "La Sua azienda" },
      disclosure: {
        label: "Se è più di un cliente: che cosa dovrebbero sapere i lettori?",
        hint: "Per esempio «lavora per noi» o «fratello della fondatrice». Compare accanto alle Sue parole."
      }
    },
    optional: "facoltativo",
    about: "Su di Lei",
    standing: "Che rapporto ha con noi?",
    standings: {
      customer: "Cliente e nient’altro",
      employee: "Lavoro per voi",
      owner: "Possiedo una parte dell’azienda",
      partner: "Partner commerciale",
      family: "Famiglia o amico stretto di qualcuno qui",
      other: "Altro"
    },
    consent: {
      title: "Possiamo mostrare le Sue parole?",
      text: "Queste sono le parole. Un no va bene quanto un sì."
    },
    referral: {
      title: "Ha parlato di noi a qualcuno?",
      text: "Non chiediamo nomi. Un no va bene quanto un sì."
    },
    reconfirmation: {
      title: "Conferma ancora le Sue parole?",
      text: "Finché non dice di sì, non le mostriamo. Se dice di no, non le mostriamo mai più."
    },
    agreement: {
      title: "È d’accordo con questa modifica?",
      text: "Vorremmo mostrare così le Sue parole. Senza il Suo sì non cambia nulla.",
      original: "Le Sue parole",
      edited: "Come le mostreremmo"
    },
    confirmation: {
      consent: {
        title: "Ci ha permesso di mostrare le Sue parole",
        text: "Può revocarlo qui, in qualsiasi momento e in un solo passaggio."
      },
      publication: {
        title: "Le Sue parole sono pubblicate",
        text: "Può ritirarle qui, in qualsiasi momento e in un solo passaggio."
      },
      withdrawal: { title: "Le Sue parole non vengono più mostrate", text: "Sono state ritirate per sempre." }
    },
    replies: {
      Testimonial: "Invia le mie parole",
      Consent: "Sì, mostrate ciò che ho selezionato",
      Withdraws: "Ritira tutto",
      Refers: "Sì, ne ho parlato a qualcuno",
      Declines: "No, grazie",
      Stands: "Sì, le confermo",
      StandsNot: "No, non più",
      Agrees: "Sì, sono d’accordo",
      Refuses: "No, lasciatele come sono"
    },
    noted: {
      Testimonial: {
        title: "Grazie per le Sue parole",
        text: "Le abbiamo registrate. Non vengono mostrate da nessuna parte senza il Suo permesso, né prima che le abbiamo lette."
      },
      Consent: { title: "Grazie", text: "Abbiamo registrato ciò che consente, e non mostriamo altro." },
      Withdraws: {
        title: "È ritirato",
        text: "Le Sue parole spariscono dalle nostre pagine entro un minuto, e non deve fare altro."
      },
      Refers: { title: "Grazie di averne parlato", text: "Lo abbiamo registrato." },
      Declines: { title: "Va bene così", text: "Abbiamo registrato il Suo no." },
      Stands: { title: "Grazie", text: "Abbiamo registrato che conferma le Sue parole." },
      StandsNot: {
        title: "Grazie della franchezza",
        text: "Lo abbiamo registrato, e non mostriamo più le Sue parole."
      },
      Agrees: { title: "Grazie", text: "Abbiamo registrato che è d’accordo con la modifica." },
      Refuses: { title: "Va bene così", text: "Abbiamo registrato il Suo no: le Sue parole restano com’erano." }
    },
    answered: "Ha già risposto, e lo abbiamo registrato.",
    withdrawing: "Può ritirare le Sue parole, e tutto ciò che ha consentito, in un solo passaggio. È definitivo.",
    back: "Torna alla domanda",
    kept: "Quello che ha scritto",
    labelled: (label, text) => `${label}: ${text}`,
    faults: {
      missing: "Questo serve: lo compili, per favore.",
      unreadable: "Qui ci sono caratteri che non riusciamo a leggere. Li sostituisca e invii di nuovo.",
      "no address":
        "Questo non è un indirizzo che possiamo usare: deve iniziare con https://, come https://example.com/mine.",
      "no language": "Questo non è un codice di lingua: scriva per esempio en, fr o pt-BR.",
      "other kind": "C’è qualcosa nei campi di un’altra scelta. Scelga quella, o svuoti i suoi campi.",
      "only a customer": "Ha scelto «Cliente e nient’altro». Svuoti questo campo, o scelga che cos’altro è.",
      "nothing ticked": "Non è selezionato nulla. Selezioni ciò che possiamo mostrare, o prema «No, grazie».",
      "no place":
        "Ha selezionato che cosa possiamo mostrare, ma non dove. Selezioni anche un luogo, o deselezioni tutto.",
      "no scope":
        "Ha selezionato dove possiamo mostrarlo, ma non che cosa. Selezioni anche quello, o deselezioni tutto.",
      "question changed":
        "Questa domanda è cambiata da quando ha aperto la pagina. La rilegga e selezioni ciò che consente.",
      "no reply": "Non siamo riusciti a capire quale pulsante ha premuto. Lo prema di nuovo, per favore."
    },
    tooLong: (most) =>
      `Questo supera i ${most.toLocaleString("it")} caratteri. È ancora qui: lo accorci e lo invii di nuovo.`
  },
  wall: {
    title: "Testimonianze",
    count: (n) => (n === 1 ? "1 testimonianza" : `${n.toLocaleString("it")} testimonianze`),
    average: (stars, n) => `${stars} stelle su 5, in media su ${n.toLocaleString("it")}`,
    stars: (n) => `${n} stelle su 5`,
    anonymous: "Autore anonimo",
    video: "Apri il video",
    caseStudy: "Leggi il caso di studio",
    empty: "In questo momento non c’è nulla da mostrare.",
    policy: "Come raccogliamo e verifichiamo le testimonianze"
  },
  notices: {
    "opted out": {
      title: "Non riceverà più nulla da noi",
      text: "È registrato: non Le inviamo più sondaggi, promemoria o richieste."
    },
    "survey closed": {
      title: "Questo sondaggio è chiuso",
      text: "Non accetta più risposte, e non è stato registrato nulla. Grazie di aver voluto rispondere."
    },
    "link run out": {
      title: "Questo link è scaduto",
      text: "Non è stato registrato nulla. Usi il link in un nostro messaggio più recente, o vi risponda."
    },
    "link changed": {
      title: "Questo link non funziona",
      text: "È stato tagliato o modificato durante il percorso. Non è stato registrato nulla. Apra di nuovo il link nel nostro messaggio, per intero."
    },
    "message unknown": {
      title: "Non conosciamo questo link",
      text: "Non troviamo il messaggio a cui appartiene. Non è stato registrato nulla."
    },
    "reply refused": {
      title: "Non è più possibile rispondere",
      text: "Il tempo è scaduto, o riguardava qualcosa che nel frattempo è cambiato. Non è stato registrato nulla. Se vuole ancora dirci qualcosa, risponda al nostro messaggio."
    },
    "not saved": {
      title: "In questo momento non è stato possibile salvare",
      text: "Quello che ha scritto è ancora qui: lo invii di nuovo tra un minuto. Due invii contano come uno."
    },
    "wall read only": { title: "Una bacheca si può solo leggere", text: "La richieda con GET, per favore." },
    "wall unknown": { title: "Questa bacheca non esiste", text: "Controlli l’indirizzo, per favore." },
    "wall unavailable": {
      title: "In questo momento non è possibile mostrare le testimonianze",
      text: "Riprovi tra un minuto, per favore."
    },
    "no page": {
      title: "Qui non c’è nessuna pagina",
      text: "Apra di nuovo il link nel nostro messaggio, per intero."
    },
    "wrong method": {
      title: "Questa pagina non può farlo",
      text: "Non è stato registrato nulla. Apra di nuovo il link nel nostro messaggio e usi il modulo nella pagina."
    },
    "wrong type": {
      title: "Non riusciamo a leggere questo modulo",
      text: "È stato inviato in un formato diverso da quello della nostra pagina. Non è stato registrato nulla. Usi il modulo nella pagina."
    },
    "too large": {
      title: "Era troppo",
      text: "Un testo può avere al massimo 10.000 caratteri. Non è stato registrato nulla. Torni indietro, lo accorci e lo invii di nuovo."
    },
    "too slow": {
      title: "Ci è voluto troppo tempo",
      text: "La connessione era troppo lenta, e non è stato registrato nulla. Torni indietro e invii di nuovo."
    },
    "cut off": {
      title: "La connessione si è interrotta",
      text: "È arrivata solo una parte del modulo, e non è stato registrato nulla. Torni indietro e invii di nuovo."
    },
    unavailable: {
      title: "Riprovi tra un minuto",
      text: "In questo momento non riusciamo a raggiungere i nostri archivi. Il Suo link continua a funzionare."
    },
    failed: {
      title: "Qualcosa è andato storto da parte nostra",
      text: "Ne abbiamo preso nota. Il Suo link continua a funzionare: riprovi più tardi, per favore."
    }
  }
}
