/**
 * Spanish: how do we say it to a customer who reads Spanish?
 *
 * @since 0.1.0
 */
import type { Wording } from "../Wording.ts"

/** As long as words are shown, consent can be taken back. */
const shown = {
  nowhere: "A día de hoy no queda ningún lugar para el que tengamos su consentimiento, así que no las mostramos.",
  next: "Puede retirar su consentimiento en cualquier momento, en un solo paso y sin dar motivos: en esta página o simplemente respondiendo a este correo.",
  label: "Retirar mi consentimiento"
}

const formal: Wording = {
  language: "es",
  dir: "ltr",
  greeting: (name) => (name === undefined ? "Hola:" : `Hola, ${name}:`),
  question: (subject) =>
    subject === undefined
      ? "¿Qué probabilidad hay de que nos recomiende a un amigo o colega?"
      : `¿Qué probabilidad hay de que recomiende ${subject} a un amigo o colega?`,
  low: "nada probable",
  high: "extremadamente probable",
  until: (day) => `Es posible responder hasta el ${day}.`,
  invitation: {
    subject: (about) => (about === undefined ? "Una pregunta breve" : `Una pregunta breve sobre ${about}`),
    lead: "Tenemos una sola pregunta para usted. Para responderla, basta con elegir un número."
  },
  reminder: {
    subject: (about) =>
      about === undefined ? "Recordatorio: una pregunta breve" : `Recordatorio: una pregunta breve sobre ${about}`,
    lead: "Hace algún tiempo le enviamos una pregunta. Si tiene un momento, basta con elegir un número para responderla."
  },
  thankYou: {
    subject: "Gracias por su respuesta",
    lead: "Gracias por dedicar un momento a responder.",
    more: {
      promoter: "Nos alegra saber que nos recomendaría.",
      passive: "Si hay algo que podamos hacer mejor, basta con responder a este correo.",
      detractor:
        "Sentimos que las cosas no hayan ido como debían. Si desea contarnos más, basta con responder a este correo."
    }
  },
  contactRequest: {
    "what can we do better": {
      subject: "¿Qué podemos hacer mejor?",
      lead: "Gracias por su respuesta. Nos queda una pregunta:",
      ask: "¿Qué podemos hacer mejor?"
    },
    "what would make it a nine or ten": {
      subject: "¿Qué haría falta para un 9 o un 10?",
      lead: "Gracias por su respuesta. Nos queda una pregunta:",
      ask: "¿Qué tendría que cambiar para que nos diera un 9 o un 10?"
    }
  },
  contactReply: "Una o dos frases bastan, en respuesta a este correo.",
  recall: (score) => `Nos dio un ${score} sobre 10. Muchas gracias.`,
  quoted: "Sus palabras:",
  cut: "Aquí hemos acortado el texto. En la página está completo.",
  no: "Decir «no» es igual de fácil, en la misma página. Es una respuesta perfectamente válida.",
  testimonialRequest: {
    subject: "¿Lo diría con sus propias palabras?",
    ask: "¿Pondría en palabras lo que estuvo bien, para otras personas que se enfrentan a la misma elección?",
    use: "Su testimonio es para quienes se están planteando elegirnos. Lo mostramos solo donde usted lo acepte, y puede retirar su consentimiento en cualquier momento.",
    offer: "Puede ser:",
    forms: {
      written: "unas frases por escrito",
      video: "un vídeo breve",
      "case study": "un caso práctico que escribimos junto con usted"
    },
    label: "Responder a esta petición"
  },
  consentRequest: {
    subject: "¿Podemos mostrar sus palabras a otras personas?",
    ask: "¿Podemos mostrarlas a otras personas?",
    what: "Lo que mostraríamos:",
    scopes: {
      quote: "sus palabras",
      name: "su nombre",
      company: "el nombre de su empresa",
      photo: "su foto",
      video: "su vídeo"
    },
    where: "Dónde:",
    free: "La decisión es libre: sin su sí no mostramos nada, y puede retirar un sí en cualquier momento, en un solo paso y sin dar motivos.",
    label: "Responder sí o no"
  },
  referralRequest: {
    subject: "¿Conoce a alguien a quien podríamos ayudar?",
    ask: "¿Conoce a alguien que esté donde usted estuvo un día y a quien también podríamos ayudar?",
    how: "Si es así, háblele usted de nosotros, a su manera. No pedimos nombres ni direcciones. En esta página puede decirnos que lo ha hecho:",
    label: "Responder a esta petición"
  },
  reconfirmationRequest: {
    subject: "¿Lo seguiría diciendo?",
    lead: "Nos ha dicho lo que piensa de nosotros. Las cosas cambian, y solo mostramos palabras que usted sigue manteniendo.",
    ask: "¿Lo seguiría diciendo hoy?",
    label: "Responder sí o no",
    no: "Decir «no» es igual de fácil, en la misma página. Mientras no haya dicho «sí», no mostramos sus palabras."
  },
  agreementRequest: {
    subject: "¿Podemos editar así sus palabras?",
    lead: "Nos gustaría editar sus palabras, y la decisión es suya. Hasta entonces no las mostramos.",
    yours: "Sus palabras, tal como son:",
    edited: "Sus palabras, tal como las mostraríamos:",
    ask: "¿Está de acuerdo?",
    label: "Responder sí o no",
    no: "Decir «no» es igual de fácil, en la misma página. Si dice «no», o no responde, sus palabras se quedan como están."
  },
  confirmation: {
    consent: {
      subject: "Hemos registrado su consentimiento",
      lead: "Gracias. Ha aceptado que mostremos sus palabras.",
      places: "Lo ha aceptado para estos lugares:",
      ...shown
    },
    publication: {
      subject: "Sus palabras están publicadas",
      lead: "Gracias. Sus palabras se han publicado.",
      places: "Las mostramos en estos lugares, tal como aceptó:",
      ...shown
    },
    withdrawal: {
      subject: "Ya no mostramos sus palabras",
      lead: "Sus palabras se han retirado: ya no las mostramos.",
      places: "Esto incluye estos lugares:",
      nowhere: "Esto vale para todos los lugares.",
      next: "No hay que hacer nada más. La página muestra lo que hemos registrado.",
      label: "Ver lo que está registrado"
    }
  },
  reviewRequest: {
    subject: (site) => `¿Escribiría una reseña en ${site}?`,
    lead: (site) =>
      `Nos conoce por experiencia propia. A otras personas también les gustaría saber cómo es: ¿se lo contaría en ${site}?`,
    honest:
      "Escriba lo que piensa de verdad, bueno o malo. Una reseña sincera es lo que ayuda a otras personas a elegir.",
    label: (site) => `Escribir una reseña en ${site}`,
    open: (site) =>
      `Todo el mundo puede leer lo que escriba allí, y se aplican las normas de ${site}. Es libre de no hacerlo.`
  },
  whyAsked: (brand) =>
    `Recibe este correo porque ha estado en contacto con ${brand ?? "nosotros"} y su opinión importa.`,
  whyAnswered: (brand) =>
    brand === undefined
      ? "Recibe este correo porque respondió a una pregunta nuestra."
      : `Recibe este correo porque respondió a una pregunta de ${brand}.`,
  whyAuthor: (brand) =>
    brand === undefined
      ? "Recibe este correo porque nos ha dicho lo que piensa."
      : `Recibe este correo porque le ha dicho a ${brand} lo que piensa.`,
  optOut: "Si no desea recibir más correos como este:",
  unsubscribe: "darse de baja"
}

const shownInformal = {
  ...shown,
  nowhere: "A día de hoy no queda ningún lugar para el que tengamos tu consentimiento, así que no las mostramos.",
  next: "Puedes retirar tu consentimiento en cualquier momento, en un solo paso y sin dar motivos: en esta página o simplemente respondiendo a este correo."
}

const informal: Wording = {
  ...formal,
  question: (subject) =>
    subject === undefined
      ? "¿Qué probabilidad hay de que nos recomiendes a un amigo o colega?"
      : `¿Qué probabilidad hay de que recomiendes ${subject} a un amigo o colega?`,
  invitation: {
    ...formal.invitation,
    lead: "Tenemos una sola pregunta para ti. Para responderla, basta con elegir un número."
  },
  reminder: {
    ...formal.reminder,
    lead: "Hace algún tiempo te enviamos una pregunta. Si tienes un momento, basta con elegir un número para responderla."
  },
  thankYou: {
    ...formal.thankYou,
    subject: "Gracias por tu respuesta",
    more: {
      promoter: "Nos alegra saber que nos recomendarías.",
      passive: formal.thankYou.more.passive,
      detractor:
        "Sentimos que las cosas no hayan ido como debían. Si quieres contarnos más, basta con responder a este correo."
    }
  },
  contactRequest: {
    "what can we do better": {
      ...formal.contactRequest["what can we do better"],
      lead: "Gracias por tu respuesta. Nos queda una pregunta:"
    },
    "what would make it a nine or ten": {
      ...formal.contactRequest["what would make it a nine or ten"],
      lead: "Gracias por tu respuesta. Nos queda una pregunta:",
      ask: "¿Qué tendría que cambiar para que nos dieras un 9 o un 10?"
    }
  },
  recall: (score) => `Nos diste un ${score} sobre 10. Muchas gracias.`,
  quoted: "Tus palabras:",
  testimonialRequest: {
    ...formal.testimonialRequest,
    subject: "¿Lo dirías con tus propias palabras?",
    ask: "¿Pondrías en palabras lo que estuvo bien, para otras personas que se enfrentan a la misma elección?",
    use: "Tu testimonio es para quienes se están planteando elegirnos. Lo mostramos solo donde tú lo aceptes, y puedes retirar tu consentimiento en cualquier momento.",
    forms: { ...formal.testimonialRequest.forms, "case study": "un caso práctico que escribimos junto contigo" }
  },
  consentRequest: {
    ...formal.consentRequest,
    subject: "¿Podemos mostrar tus palabras a otras personas?",
    scopes: {
      quote: "tus palabras",
      name: "tu nombre",
      company: "el nombre de tu empresa",
      photo: "tu foto",
      video: "tu vídeo"
    },
    free: "La decisión es libre: sin tu sí no mostramos nada, y puedes retirar un sí en cualquier momento, en un solo paso y sin dar motivos."
  },
  referralRequest: {
    ...formal.referralRequest,
    subject: "¿Conoces a alguien a quien podríamos ayudar?",
    ask: "¿Conoces a alguien que esté donde tú estuviste un día y a quien también podríamos ayudar?",
    how: "Si es así, háblale tú de nosotros, a tu manera. No pedimos nombres ni direcciones. En esta página puedes decirnos que lo has hecho:"
  },
  reconfirmationRequest: {
    ...formal.reconfirmationRequest,
    subject: "¿Lo seguirías diciendo?",
    lead: "Nos has dicho lo que piensas de nosotros. Las cosas cambian, y solo mostramos palabras que tú sigues manteniendo.",
    ask: "¿Lo seguirías diciendo hoy?",
    no: "Decir «no» es igual de fácil, en la misma página. Mientras no hayas dicho «sí», no mostramos tus palabras."
  },
  agreementRequest: {
    ...formal.agreementRequest,
    subject: "¿Podemos editar así tus palabras?",
    lead: "Nos gustaría editar tus palabras, y la decisión es tuya. Hasta entonces no las mostramos.",
    yours: "Tus palabras, tal como son:",
    edited: "Tus palabras, tal como las mostraríamos:",
    ask: "¿Estás de acuerdo?",
    no: "Decir «no» es igual de fácil, en la misma página. Si dices «no», o no respondes, tus palabras se quedan como están."
  },
  confirmation: {
    consent: {
      subject: "Hemos registrado tu consentimiento",
      lead: "Gracias. Has aceptado que mostremos tus palabras.",
      places: "Lo has aceptado para estos lugares:",
      ...shownInformal
    },
    publication: {
      subject: "Tus palabras están publicadas",
      lead: "Gracias. Tus palabras se han publicado.",
      places: "Las mostramos en estos lugares, tal como aceptaste:",
      ...shownInformal
    },
    withdrawal: {
      ...formal.confirmation.withdrawal,
      subject: "Ya no mostramos tus palabras",
      lead: "Tus palabras se han retirado: ya no las mostramos."
    }
  },
  reviewRequest: {
    ...formal.reviewRequest,
    subject: (site) => `¿Escribirías una reseña en ${site}?`,
    lead: (site) =>
      `Nos conoces por experiencia propia. A otras personas también les gustaría saber cómo es: ¿se lo contarías en ${site}?`,
    honest:
      "Escribe lo que piensas de verdad, bueno o malo. Una reseña sincera es lo que ayuda a otras personas a elegir.",
    open: (site) =>
      `Todo el mundo puede leer lo que escribas allí, y se aplican las normas de ${site}. Eres libre de no hacerlo.`
  },
  whyAsked: (brand) =>
    `Recibes este correo porque has estado en contacto con ${brand ?? "nosotros"} y tu opinión importa.`,
  whyAnswered: (brand) =>
    brand === undefined
      ? "Recibes este correo porque respondiste a una pregunta nuestra."
      : `Recibes este correo porque respondiste a una pregunta de ${brand}.`,
  whyAuthor: (brand) =>
    brand === undefined
      ? "Recibes este correo porque nos has dicho lo que piensas."
      : `Recibes este correo porque le has dicho a ${brand} lo que piensas.`,
  optOut: "Si no quieres recibir más correos como este:"
}

/** @category languages @since 0.1.0 */
export const es: Wording = { ...formal, informal }
