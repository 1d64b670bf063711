/**
 * Spanish: what do the pages say to a Spanish reader?
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import type { Words } from "../Words.ts"

/** @category languages @since 0.1.0 */
export const es: Words = {
  lang: "es",
  dir: "ltr",
  question: Option.match({
    onNone: () => "¿Qué probabilidad hay de que nos recomiende a un amigo o colega?",
    onSome: (subject) => `¿Qué probabilidad hay de que recomiende ${subject} a un amigo o colega?`
  }),
  lowest: "Nada probable",
  highest: "Extremadamente probable",
  untilSent: "No se guarda nada hasta que pulse el botón.",
  send: "Enviar",
  thanks: "Gracias",
  recorded: (score) => `Su respuesta está guardada: ${score}.`,
  changeable: "Puede cambiarla hasta que se cierre esta encuesta.",
  why: "¿Cuál es el motivo principal de su puntuación?",
  whyHint: "Con sus propias palabras. Puede dejarlo vacío.",
  save: "Guardar",
  problem: "Hay un problema",
  problems: {
    "no score": "Elija un número del 0 al 10.",
    "not a score": "Lo que se envió no es un número del 0 al 10. Elija uno de los once.",
    "unreadable comment":
      "Su texto tiene caracteres que no podemos leer. Están marcados abajo: sustitúyalos y vuelva a enviarlo.",
    "long comment": "Su texto tiene más de 10 000 caracteres. Sigue abajo: acórtelo y vuelva a enviarlo.",
    "not saved":
      "No hemos podido guardarlo en este momento. Lo que escribió sigue aquí: vuelva a enviarlo dentro de un minuto. Enviarlo dos veces cuenta una."
  },
  optOut: {
    title: "¿No desea recibir nada más de nosotros?",
    text: "Pulse el botón y no le enviaremos más encuestas, recordatorios ni peticiones.",
    confirm: "No enviarme nada más"
  },
  preferences: {
    lead: "¿O prefiere recibir menos?",
    wishes: {
      "less often": { label: "Con menos frecuencia", text: "Dejamos el doble de tiempo entre nuestros mensajes." },
      pause: { label: "Una pausa de tres meses", text: "No le enviamos nada durante tres meses." },
      "not this topic": { label: "Nada más sobre este tema", text: "No volvemos a preguntarle por él." }
    },
    noted: {
      "less often": "Está guardado: le escribimos con menos frecuencia.",
      pause: (until) => `Está guardado: no le enviamos nada antes del ${until}.`,
      "not this topic": "Está guardado: no volvemos a preguntarle por este tema."
    }
  },
  consent: {
    version: "es 1",
    what: "¿Qué podemos mostrar?",
    whatAt: (place) => `¿Qué podemos mostrar en este lugar: ${place}?`,
    free: "Cada casilla es de su libre elección. Lo que no marque, no lo mostramos.",
    scopes: {
      quote: "Mis palabras",
      name: "Mi nombre y mi cargo",
      company: "El nombre de mi empresa",
      photo: "Mi foto",
      video: "Mi vídeo"
    },
    where: "¿Dónde podemos mostrarlo?",
    takeBack:
      "Puede retirarlo en cualquier momento, en un solo paso, con el enlace de nuestro mensaje. Desde entonces no lo mostramos más; lo que ya está impreso o enviado no podemos recuperarlo."
  },
  author: {
    testimonial: {
      title: "¿Lo pondría en palabras para otras personas?",
      text: "Dígalo como se lo diría a un amigo, lo bueno y lo malo. Conservamos todo lo que escriba; mostramos solo lo que permita abajo."
    },
    forms: {
      legend: "¿Qué le gustaría darnos?",
      only: "Rellene solo lo que corresponda a su elección.",
      written: { label: "Un texto escrito" },
      video: {
        label: "Un vídeo",
        hint: "Se queda donde usted lo guarda: necesitamos su dirección. Como sus palabras, escriba lo que se dice en él."
      },
      "case study": { label: "Un caso práctico" }
    },
    fields: {
      words: { label: "Sus palabras", hint: "10 000 caracteres como máximo." },
      video: { label: "Dirección del vídeo", hint: "Empieza por https://" },
      poster: { label: "Dirección de una imagen que mostrar antes de reproducirlo", hint: "Empieza por https://" },
      captions: { label: "Dirección de los subtítulos", hint: "Un archivo WebVTT. Empieza por https://" },
      language: { label: "Idioma de los subtítulos", hint: "Un código de idioma, como en, fr o pt-BR." },
      title: { label: "Título del caso práctico" },
      study: { label: "Dirección del caso práctico", hint: "Empieza por https://" },
      name: { label: "Su nombre" },
      role: { label: "Su cargo", hint: "Por ejemplo, «responsable de compras»." },
      company: { label: "Su empresa" },
      disclosure: {
        label: "Si es más que cliente: ¿qué deberían saber los lectores?",
        hint: "Por ejemplo, «trabaja para nosotros» o «hermano de la fundadora». Aparece junto a sus palabras."
      }
    },
    optional: "opcional",
    about: "Sobre usted",
    standing: "¿Qué relación tiene con nosotros?",
    standings: {
      customer: "Cliente y nada más",
      employee: "Trabajo para ustedes",
      owner: "Una parte de la empresa es mía",
      partner: "Socio comercial",
      family: "Familiar o amigo cercano de alguien de aquí",
      other: "Otra cosa"
    },
    consent: {
      title: "¿Podemos mostrar sus palabras?",
      text: "Estas son las palabras. Un no es tan bueno como un sí."
    },
    referral: {
      title: "¿Le ha hablado a alguien de nosotros?",
      text: "No pedimos nombres. Un no es tan bueno como un sí."
    },
    reconfirmation: {
      title: "¿Mantiene sus palabras?",
      text: "Hasta que diga que sí, no las mostramos. Si dice que no, no volvemos a mostrarlas nunca."
    },
    agreement: {
      title: "¿Está de acuerdo con este cambio?",
      text: "Nos gustaría mostrar sus palabras así. Sin su sí no cambia nada.",
      original: "Sus palabras",
      edited: "Como las mostraríamos"
    },
    confirmation: {
      consent: {
        title: "Nos ha permitido mostrar sus palabras",
        text: "Puede retirar el permiso aquí, en cualquier momento y en un solo paso."
      },
      publication: {
        title: "Sus palabras están publicadas",
        text: "Puede retirarlas aquí, en cualquier momento y en un solo paso."
      },
      withdrawal: { title: "Sus palabras ya no se muestran", text: "Se retiraron definitivamente." }
    },
    replies: {
      Testimonial: "Enviar mis palabras",
      Consent: "Sí, muestren lo que he marcado",
      Withdraws: "Retirarlo todo",
      Refers: "Sí, se lo he contado a alguien",
      Declines: "No, gracias",
      Stands: "Sí, las mantengo",
      StandsNot: "No, ya no",
      Agrees: "Sí, estoy de acuerdo",
      Refuses: "No, déjenlas como están"
    },
    noted: {
      Testimonial: {
        title: "Gracias por sus palabras",
        text: "Las hemos guardado. No se muestran en ningún lugar sin su permiso, ni antes de que las hayamos leído."
      },
      Consent: { title: "Gracias", text: "Hemos guardado lo que permite, y no mostramos nada más." },
      Withdraws: {
        title: "Está retirado",
        text: "Sus palabras desaparecen de nuestras páginas en menos de un minuto, y no tiene que hacer nada más."
      },
      Refers: { title: "Gracias por contárselo a alguien", text: "Lo hemos guardado." },
      Declines: { title: "Está bien", text: "Hemos guardado su no." },
      Stands: { title: "Gracias", text: "Hemos guardado que mantiene sus palabras." },
      StandsNot: {
        title: "Gracias por su franqueza",
        text: "Lo hemos guardado, y ya no mostramos sus palabras."
      },
      Agrees: { title: "Gracias", text: "Hemos guardado que está de acuerdo con el cambio." },
      Refuses: { title: "Está bien", text: "Hemos guardado su no: sus palabras quedan como estaban." }
    },
    answered: "Ya ha respondido a esto, y lo hemos guardado.",
    withdrawing: "Puede retirar sus palabras, y todo lo que permitió, en un solo paso. Es definitivo.",
    back: "Volver a la pregunta",
    kept: "Lo que escribió",
    labelled: (label, text) => `${label}: ${text}`,
    faults: {
      missing: "Esto es necesario: rellénelo, por favor.",
      unreadable: "Aquí hay caracteres que no podemos leer. Sustitúyalos y vuelva a enviarlo.",
      "no address":
        "Esta no es una dirección que podamos usar: debe empezar por https://, como https://example.com/mine.",
      "no language": "Esto no es un código de idioma: escriba, por ejemplo, en, fr o pt-BR.",
      "other kind": "Hay algo en los campos de otra opción. Elija esa, o vacíe sus campos.",
      "only a customer": "Ha elegido «Cliente y nada más». Vacíe este campo, o elija qué más es.",
      "nothing ticked": "No hay nada marcado. Marque lo que podemos mostrar, o pulse «No, gracias».",
      "no place": "Ha marcado qué podemos mostrar, pero no dónde. Marque también un lugar, o desmárquelo todo.",
      "no scope": "Ha marcado dónde podemos mostrarlo, pero no qué. Márquelo también, o desmárquelo todo.",
      "question changed":
        "Esta pregunta ha cambiado desde que abrió la página. Léala de nuevo y marque lo que permite.",
      "no reply": "No hemos podido saber qué botón pulsó. Púlselo otra vez, por favor."
    },
    tooLong: (most) =>
      `Esto tiene más de ${most.toLocaleString("es")} caracteres. Sigue aquí: acórtelo y vuelva a enviarlo.`
  },
  wall: {
    title: "Testimonios",
    count: (n) => (n === 1 ? "1 testimonio" : `${n.toLocaleString("es")} testimonios`),
    average: (stars, n) => `${stars} de 5 estrellas, de media entre ${n.toLocaleString("es")}`,
    stars: (n) => `${n} de 5 estrellas`,
    anonymous: "Autor anónimo",
    video: "Abrir el vídeo",
    caseStudy: "Leer el caso práctico",
    empty: "No hay nada que mostrar en este momento.",
    policy: "Cómo recogemos y comprobamos los testimonios"
  },
  notices: {
    "opted out": {
      title: "No recibirá nada más de nosotros",
      text: "Está guardado: no le enviamos más encuestas, recordatorios ni peticiones."
    },
    "survey closed": {
      title: "Esta encuesta está cerrada",
      text: "Ya no admite respuestas, y no se ha guardado nada. Gracias por querer responder."
    },
    "link run out": {
      title: "Este enlace ha caducado",
      text: "No se ha guardado nada. Use el enlace de un mensaje nuestro más reciente, o respóndalo."
    },
    "link changed": {
      title: "Este enlace no funciona",
      text: "Se cortó o cambió por el camino. No se ha guardado nada. Vuelva a abrir el enlace de nuestro mensaje, completo."
    },
    "message unknown": {
      title: "No conocemos este enlace",
      text: "No encontramos el mensaje al que pertenece. No se ha guardado nada."
    },
    "reply refused": {
      title: "Esto ya no se puede responder",
      text: "Se ha acabado el plazo, o se trataba de algo que ha cambiado desde entonces. No se ha guardado nada. Si aún quiere decirnos algo, responda a nuestro mensaje."
    },
    "not saved": {
      title: "No hemos podido guardarlo en este momento",
      text: "Lo que escribió sigue aquí: vuelva a enviarlo dentro de un minuto. Enviarlo dos veces cuenta una."
    },
    "wall read only": { title: "Un muro solo se puede leer", text: "Pídalo con GET, por favor." },
    "wall unknown": { title: "Ese muro no existe", text: "Compruebe la dirección, por favor." },
    "wall unavailable": {
      title: "Los testimonios no se pueden mostrar en este momento",
      text: "Inténtelo de nuevo dentro de un minuto."
    },
    "no page": {
      title: "Aquí no hay ninguna página",
      text: "Vuelva a abrir el enlace de nuestro mensaje, completo."
    },
    "wrong method": {
      title: "Esta página no puede hacer eso",
      text: "No se ha guardado nada. Vuelva a abrir el enlace de nuestro mensaje y use el formulario de la página."
    },
    "wrong type": {
      title: "No podemos leer este formulario",
      text: "Se envió en un formato distinto del de nuestra página. No se ha guardado nada. Use el formulario de la página."
    },
    "too large": {
      title: "Era demasiado",
      text: "Un texto puede tener 10 000 caracteres como máximo. No se ha guardado nada. Vuelva atrás, acórtelo y envíelo de nuevo."
    },
    "too slow": {
      title: "Tardó demasiado",
      text: "La conexión era demasiado lenta, y no se ha guardado nada. Vuelva atrás y envíelo de nuevo."
    },
    "cut off": {
      title: "La conexión se cortó",
      text: "Solo llegó una parte del formulario, y no se ha guardado nada. Vuelva atrás y envíelo de nuevo."
    },
    unavailable: {
      title: "Inténtelo de nuevo dentro de un minuto, por favor",
      text: "No podemos acceder a nuestros registros en este momento. Su enlace sigue funcionando."
    },
    failed: {
      title: "Algo ha fallado por nuestra parte",
      text: "Lo hemos anotado. Su enlace sigue funcionando: inténtelo más tarde, por favor."
    }
  }
}
