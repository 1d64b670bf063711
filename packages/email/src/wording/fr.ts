/**
 * French: how do we say it to a customer who reads French?
 *
 * The space before `?` and `:` is written `\u00a0`, so that no line begins with the mark.
 *
 * @since 0.1.0
 */
import type { Wording } from "../Wording.ts"

/** As long as words are shown, consent can be taken back. */
const shown = {
  nowhere: "Depuis, il n’y a plus d’endroit que vous acceptiez\u00a0: nous ne les montrons donc pas.",
  next: "Vous pouvez retirer votre accord à tout moment, en une seule étape et sans donner de raison\u00a0: sur cette page, ou simplement en répondant à ce message.",
  label: "Retirer mon accord"
}

const formal: Wording = {
  language: "fr",
  dir: "ltr",
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
  recall: (score) => `Vous nous avez donné ${score} sur 10. Merci beaucoup.`,
  quoted: "Vos mots\u00a0:",
  cut: "Nous avons abrégé ce texte ici. La page le montre en entier.",
  no: "Dire non est tout aussi simple, sur la même page. C’est une très bonne réponse.",
  testimonialRequest: {
    subject: "Le diriez-vous avec vos propres mots\u00a0?",
    ask: "Pourriez-vous dire ce qui vous a plu, pour d’autres qui hésitent encore\u00a0?",
    use: "Votre témoignage s’adresse à ceux qui pensent à devenir nos clients. Nous ne le montrons que là où vous l’acceptez, et vous pouvez revenir sur votre accord à tout moment.",
    offer: "Ce peut être\u00a0:",
    forms: {
      written: "quelques phrases écrites",
      video: "une courte vidéo",
      "case study": "une étude de cas que nous rédigeons avec vous"
    },
    label: "Répondre à cette demande"
  },
  consentRequest: {
    subject: "Pouvons-nous montrer vos mots à d’autres\u00a0?",
    ask: "Pouvons-nous les montrer à d’autres\u00a0?",
    what: "Ce que nous montrerions\u00a0:",
    scopes: {
      quote: "vos mots",
      name: "votre nom",
      company: "le nom de votre entreprise",
      photo: "votre photo",
      video: "votre vidéo"
    },
    where: "Où\u00a0:",
    free: "Vous choisissez librement\u00a0: sans votre accord, nous ne montrons rien, et vous pouvez le retirer à tout moment, en une seule étape et sans donner de raison.",
    label: "Répondre oui ou non"
  },
  referralRequest: {
    subject: "Connaissez-vous quelqu’un que nous pourrions aider\u00a0?",
    ask: "Connaissez-vous quelqu’un qui se trouve là où vous étiez, et que nous pourrions aider aussi\u00a0?",
    how: "Si oui, parlez-lui de nous vous-même, à votre façon. Nous ne demandons ni nom ni adresse. Cette page permet de nous dire que c’est fait\u00a0:",
    label: "Répondre à cette demande"
  },
  reconfirmationRequest: {
    subject: "Le diriez-vous encore\u00a0?",
    lead: "Vous nous avez dit ce que vous pensez de nous. Les choses changent, et nous ne montrons que ce que son auteur maintient.",
    ask: "Le diriez-vous encore aujourd’hui\u00a0?",
    label: "Répondre oui ou non",
    no: "Dire non est tout aussi simple, sur la même page. Tant que vous n’avez pas dit oui, nous ne montrons pas vos mots."
  },
  agreementRequest: {
    subject: "Pouvons-nous modifier vos mots ainsi\u00a0?",
    lead: "Nous aimerions modifier vos mots, et c’est vous qui décidez. D’ici là, nous ne les montrons pas.",
    yours: "Vos mots, tels qu’ils sont\u00a0:",
    edited: "Vos mots, tels que nous les montrerions\u00a0:",
    ask: "Êtes-vous d’accord\u00a0?",
    label: "Répondre oui ou non",
    no: "Dire non est tout aussi simple, sur la même page. Si vous dites non, ou ne répondez pas, vos mots restent tels qu’ils sont."
  },
  confirmation: {
    consent: {
      subject: "Nous avons noté votre accord",
      lead: "Merci. Vous avez accepté que nous montrions vos mots.",
      places: "Vous l’avez accepté pour ces endroits\u00a0:",
      ...shown
    },
    publication: {
      subject: "Vos mots sont publiés",
      lead: "Merci. Vos mots ont été publiés.",
      places: "Nous les montrons à ces endroits, comme vous l’avez accepté\u00a0:",
      ...shown
    },
    withdrawal: {
      subject: "Nous ne montrons plus vos mots",
      lead: "Vos mots sont retirés\u00a0: nous ne les montrons plus.",
      places: "Y compris à ces endroits\u00a0:",
      nowhere: "Cela vaut pour tous les endroits.",
      next: "Vous n’avez rien d’autre à faire. La page montre ce que nous avons noté.",
      label: "Voir ce que nous avons noté"
    }
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
  whyAuthor: (brand) =>
    brand === undefined
      ? "Vous recevez ce message parce que vous nous avez donné votre avis."
      : `Vous recevez ce message parce que vous avez donné votre avis à ${brand}.`,
  optOut: "Si vous ne souhaitez plus recevoir de tels messages\u00a0:",
  unsubscribe: "se désinscrire"
}

const shownInformal = {
  ...shown,
  nowhere: "Depuis, il n’y a plus d’endroit que tu acceptes\u00a0: nous ne les montrons donc pas.",
  next: "Tu peux retirer ton accord à tout moment, en une seule étape et sans donner de raison\u00a0: sur cette page, ou simplement en répondant à ce message."
}

const informal: Wording = {
  ...formal,
  question: (subject) =>
    subject === undefined
      ? "Quelle est la probabilité que tu nous recommandes à un ami ou à un collègue\u00a0?"
      : `Quelle est la probabilité que tu recommandes ${subject} à un ami ou à un collègue\u00a0?`,
  until: (day) => `Tu peux répondre jusqu’au ${day}.`,
  invitation: {
    ...formal.invitation,
    lead: "Nous avons une seule question à te poser. Choisis une note pour y répondre."
  },
  reminder: {
    ...formal.reminder,
    lead: "Nous t’avons envoyé une question il y a quelque temps. Si tu as un instant, choisis une note pour y répondre."
  },
  thankYou: {
    subject: "Merci pour ta réponse",
    lead: formal.thankYou.lead,
    more: {
      promoter: "Nous sommes heureux d’apprendre que tu nous recommanderais.",
      passive: "Si nous pouvons faire mieux, réponds simplement à ce message.",
      detractor:
        "Nous regrettons que tout ne se soit pas passé comme il faut. Si tu souhaites nous en dire plus, réponds simplement à ce message."
    }
  },
  contactRequest: {
    "what can we do better": {
      ...formal.contactRequest["what can we do better"],
      lead: "Merci pour ta réponse. Il nous reste une question\u00a0:"
    },
    "what would make it a nine or ten": {
      subject: formal.contactRequest["what would make it a nine or ten"].subject,
      lead: "Merci pour ta réponse. Il nous reste une question\u00a0:",
      ask: "Que faudrait-il changer pour que tu nous donnes un 9 ou un 10\u00a0?"
    }
  },
  contactReply: "Une phrase ou deux suffisent\u00a0: réponds simplement à ce message.",
  recall: (score) => `Tu nous as donné ${score} sur 10. Merci beaucoup.`,
  quoted: "Tes mots\u00a0:",
  testimonialRequest: {
    ...formal.testimonialRequest,
    subject: "Le dirais-tu avec tes propres mots\u00a0?",
    ask: "Pourrais-tu dire ce qui t’a plu, pour d’autres qui hésitent encore\u00a0?",
    use: "Ton témoignage s’adresse à ceux qui pensent à devenir nos clients. Nous ne le montrons que là où tu l’acceptes, et tu peux revenir sur ton accord à tout moment.",
    forms: { ...formal.testimonialRequest.forms, "case study": "une étude de cas que nous rédigeons avec toi" }
  },
  consentRequest: {
    ...formal.consentRequest,
    subject: "Pouvons-nous montrer tes mots à d’autres\u00a0?",
    scopes: {
      quote: "tes mots",
      name: "ton nom",
      company: "le nom de ton entreprise",
      photo: "ta photo",
      video: "ta vidéo"
    },
    free: "Tu choisis librement\u00a0: sans ton accord, nous ne montrons rien, et tu peux le retirer à tout moment, en une seule étape et sans donner de raison."
  },
  referralRequest: {
    ...formal.referralRequest,
    subject: "Connais-tu quelqu’un que nous pourrions aider\u00a0?",
    ask: "Connais-tu quelqu’un qui se trouve là où tu étais, et que nous pourrions aider aussi\u00a0?",
    how: "Si oui, parle-lui de nous toi-même, à ta façon. Nous ne demandons ni nom ni adresse. Cette page permet de nous dire que c’est fait\u00a0:"
  },
  reconfirmationRequest: {
    ...formal.reconfirmationRequest,
    subject: "Le dirais-tu encore\u00a0?",
    lead: "Tu nous as dit ce que tu penses de nous. Les choses changent, et nous ne montrons que ce que son auteur maintient.",
    ask: "Le dirais-tu encore aujourd’hui\u00a0?",
    no: "Dire non est tout aussi simple, sur la même page. Tant que tu n’as pas dit oui, nous ne montrons pas tes mots."
  },
  agreementRequest: {
    ...formal.agreementRequest,
    subject: "Pouvons-nous modifier tes mots ainsi\u00a0?",
    lead: "Nous aimerions modifier tes mots, et c’est toi qui décides. D’ici là, nous ne les montrons pas.",
    yours: "Tes mots, tels qu’ils sont\u00a0:",
    edited: "Tes mots, tels que nous les montrerions\u00a0:",
    ask: "Es-tu d’accord\u00a0?",
    no: "Dire non est tout aussi simple, sur la même page. Si tu dis non, ou ne réponds pas, tes mots restent tels qu’ils sont."
  },
  confirmation: {
    consent: {
      subject: "Nous avons noté ton accord",
      lead: "Merci. Tu as accepté que nous montrions tes mots.",
      places: "Tu l’as accepté pour ces endroits\u00a0:",
      ...shownInformal
    },
    publication: {
      subject: "Tes mots sont publiés",
      lead: "Merci. Tes mots ont été publiés.",
      places: "Nous les montrons à ces endroits, comme tu l’as accepté\u00a0:",
      ...shownInformal
    },
    withdrawal: {
      ...formal.confirmation.withdrawal,
      subject: "Nous ne montrons plus tes mots",
      lead: "Tes mots sont retirés\u00a0: nous ne les montrons plus.",
      next: "Tu n’as rien d’autre à faire. La page montre ce que nous avons noté."
    }
  },
  reviewRequest: {
    ...formal.reviewRequest,
    subject: (site) => `Donnerais-tu ton avis sur ${site}\u00a0?`,
    lead: (site) =>
      `Tu sais ce que c’est que d’être notre client. D’autres aimeraient le savoir aussi\u00a0: le leur dirais-tu sur ${site}\u00a0?`,
    honest: "Écris ce que tu penses vraiment, en bien ou en mal. C’est un avis honnête qui aide les autres à choisir.",
    open: (site) =>
      `Tout le monde peut lire ce que tu y écris, selon les règles de ${site}. Tu es libre de ne pas le faire.`
  },
  whyAsked: (brand) =>
    `Tu reçois ce message parce que tu as été en contact avec ${brand ?? "nous"} et que ton avis compte.`,
  whyAnswered: (brand) =>
    brand === undefined
      ? "Tu reçois ce message parce que tu as répondu à une de nos questions."
      : `Tu reçois ce message parce que tu as répondu à une question posée par ${brand}.`,
  whyAuthor: (brand) =>
    brand === undefined
      ? "Tu reçois ce message parce que tu nous as donné ton avis."
      : `Tu reçois ce message parce que tu as donné ton avis à ${brand}.`,
  optOut: "Si tu ne souhaites plus recevoir de tels messages\u00a0:"
}

/** @category languages @since 0.1.0 */
export const fr: Wording = { ...formal, informal }
