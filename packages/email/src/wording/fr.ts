/**
 * French: how do we say it to a customer who reads French?
 *
 * The space before `?` and `:` is written `\u00a0`, so that no line begins with the mark.
 *
 * @since 0.1.0
 */
import type { Wording } from "../Wording.ts"

/** @category languages @since 0.1.0 */
export const fr: Wording = {
  language: "fr",
  greeting: (name) => (name === undefined ? "Bonjour," : `Bonjour ${name},`),
  question: (subject) =>
    subject === undefined
      ? "Quelle est la probabilité que vous nous recommandiez à un ami ou à un collègue\u00a0?"
      : `Quelle est la probabilité que vous recommandiez ${subject} à un ami ou à un collègue\u00a0?`,
  low: "pas du tout probable",
  high: "extrêmement probable",
  until: (day) => `Vous pouvez répondre jusqu’au ${day}.`,
  invitation: {
    subject: (about) =>
      about === undefined ? "Une petite question" : `Une petite question à propos de\u00a0: ${about}`,
    lead: "Nous avons une seule question à vous poser. Choisissez une note pour y répondre."
  },
  reminder: {
    subject: (about) =>
      about === undefined
        ? "Rappel\u00a0: une petite question"
        : `Rappel\u00a0: une petite question à propos de\u00a0: ${about}`,
    lead: "Nous vous avons envoyé une question il y a quelque temps. Si vous avez un instant, choisissez une note pour y répondre."
  },
  thankYou: {
    subject: "Merci pour votre réponse",
    lead: "Merci d’avoir pris le temps de répondre.",
    more: {
      promoter: "Nous sommes heureux d’apprendre que vous nous recommanderiez.",
      passive: "Si nous pouvons faire mieux, répondez simplement à ce message.",
      detractor:
        "Nous regrettons que tout ne se soit pas passé comme il faut. Si vous souhaitez nous en dire plus, répondez simplement à ce message."
    }
  },
  contactRequest: {
    "what can we do better": {
      subject: "Que pouvons-nous faire mieux\u00a0?",
      lead: "Merci pour votre réponse. Il nous reste une question\u00a0:",
      ask: "Que pouvons-nous faire mieux\u00a0?"
    },
    "what would make it a nine or ten": {
      subject: "Que faudrait-il pour un 9 ou un 10\u00a0?",
      lead: "Merci pour votre réponse. Il nous reste une question\u00a0:",
      ask: "Que faudrait-il changer pour que vous nous donniez un 9 ou un 10\u00a0?"
    }
  },
  contactReply: "Une phrase ou deux suffisent\u00a0: répondez simplement à ce message.",
  testimonialRequest: {
    subject: "Le diriez-vous avec vos propres mots\u00a0?",
    recall: (score) => `Vous nous avez donné ${score} sur 10. Merci beaucoup.`,
    ask: "Pourriez-vous dire ce qui vous a plu, pour d’autres qui hésitent encore\u00a0?",
    offer: "Ce peut être\u00a0:",
    forms: {
      written: "quelques phrases écrites",
      video: "une courte vidéo",
      "case study": "une étude de cas que nous rédigeons avec vous"
    },
    reply: "Répondez simplement à ce message. Nous ne publions rien sans votre accord, et vous êtes libre de dire non."
  },
  reviewRequest: {
    subject: (site) => `Donneriez-vous votre avis sur ${site}\u00a0?`,
    lead: (site) =>
      `Vous savez ce que c’est que d’être notre client. D’autres aimeraient le savoir aussi\u00a0: le leur diriez-vous sur ${site}\u00a0?`,
    honest:
      "Écrivez ce que vous pensez vraiment, en bien ou en mal. C’est un avis honnête qui aide les autres à choisir.",
    label: (site) => `Donner mon avis sur ${site}`,
    open: (site) =>
      `Tout le monde peut lire ce que vous y écrivez, selon les règles de ${site}. Vous êtes libre de ne pas le faire.`
  },
  whyAsked: (brand) =>
    `Vous recevez ce message parce que vous avez été en contact avec ${brand ?? "nous"} et que votre avis compte.`,
  whyAnswered: (brand) =>
    brand === undefined
      ? "Vous recevez ce message parce que vous avez répondu à une de nos questions."
      : `Vous recevez ce message parce que vous avez répondu à une question posée par ${brand}.`,
  optOut: "Si vous ne souhaitez plus recevoir de tels messages\u00a0:",
  unsubscribe: "se désinscrire"
}
