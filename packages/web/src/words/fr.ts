/**
 * French: what do the pages say to a French reader?
 *
 * `\u00a0` is the no-break space that French sets before "?" and ":".
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import type { Words } from "../Words.ts"

/** @category languages @since 0.1.0 */
export const fr: Words = {
  lang: "fr",
  dir: "ltr",
  question: Option.match({
    onNone: () => "Quelle est la probabilité que vous nous recommandiez à un ami ou à un collègue\u00a0?",
    onSome: (subject) => `Quelle est la probabilité que vous recommandiez ${subject} à un ami ou à un collègue\u00a0?`
  }),
  lowest: "Pas du tout probable",
  highest: "Extrêmement probable",
  untilSent: "Rien n’est enregistré tant que vous n’avez pas appuyé sur le bouton.",
  send: "Envoyer",
  thanks: "Merci",
  recorded: (score) => `Votre réponse est enregistrée\u00a0: ${score}.`,
  changeable: "Vous pouvez la modifier jusqu’à la clôture de cette enquête.",
  why: "Quelle est la raison principale de votre note\u00a0?",
  whyHint: "Avec vos propres mots. Vous pouvez laisser ce champ vide.",
  save: "Enregistrer",
  problem: "Il y a un problème",
  problems: {
    "no score": "Choisissez un nombre de 0 à 10.",
    "not a score": "Ce qui a été envoyé n’est pas un nombre de 0 à 10. Choisissez l’un des onze.",
    "unreadable comment":
      "Votre texte contient des caractères que nous ne pouvons pas lire. Ils sont marqués ci-dessous\u00a0: remplacez-les, puis renvoyez le texte.",
    "long comment":
      "Votre texte dépasse 10\u00a0000 caractères. Il est toujours ci-dessous\u00a0: raccourcissez-le, puis renvoyez-le.",
    "not saved":
      "Nous n’avons pas pu enregistrer votre saisie. Elle est toujours ici\u00a0: veuillez la renvoyer dans une minute. Deux envois ne comptent qu’une fois."
  },
  optOut: {
    title: "Souhaitez-vous ne plus rien recevoir de nous\u00a0?",
    text: "Appuyez sur le bouton et nous ne vous enverrons plus ni enquête, ni rappel, ni demande.",
    confirm: "Ne plus rien m’envoyer"
  },
  notices: {
    "opted out": {
      title: "Vous ne recevrez plus rien de nous",
      text: "C’est enregistré\u00a0: nous ne vous enverrons plus ni enquête, ni rappel, ni demande."
    },
    "survey closed": {
      title: "Cette enquête est close",
      text: "Elle ne prend plus de réponse et rien n’a été enregistré. Merci d’avoir voulu répondre."
    },
    "link run out": {
      title: "Ce lien a expiré",
      text: "Rien n’a été enregistré. Veuillez utiliser le lien d’un message plus récent de notre part, ou y répondre."
    },
    "link changed": {
      title: "Ce lien ne fonctionne pas",
      text: "Il a été coupé ou modifié en chemin. Rien n’a été enregistré. Veuillez rouvrir le lien de notre message, en entier."
    },
    "message unknown": {
      title: "Nous ne connaissons pas ce lien",
      text: "Nous ne trouvons pas le message auquel il appartient. Rien n’a été enregistré."
    },
    "no page": {
      title: "Il n’y a pas de page ici",
      text: "Veuillez rouvrir le lien de notre message, en entier."
    },
    "wrong method": {
      title: "Cette page ne sait pas faire cela",
      text: "Rien n’a été enregistré. Veuillez rouvrir le lien de notre message et utiliser le formulaire de la page."
    },
    "wrong type": {
      title: "Nous ne pouvons pas lire ce formulaire",
      text: "Il a été envoyé dans un autre format que celui de notre page. Rien n’a été enregistré. Veuillez utiliser le formulaire de la page."
    },
    "too large": {
      title: "C’était trop long",
      text: "Un texte peut avoir 10\u00a0000 caractères au plus. Rien n’a été enregistré. Veuillez revenir en arrière, le raccourcir et le renvoyer."
    },
    "too slow": {
      title: "Cela a pris trop de temps",
      text: "La connexion était trop lente et rien n’a été enregistré. Veuillez revenir en arrière et renvoyer le formulaire."
    },
    "cut off": {
      title: "La connexion a été coupée",
      text: "Seule une partie du formulaire est arrivée et rien n’a été enregistré. Veuillez revenir en arrière et le renvoyer."
    },
    unavailable: {
      title: "Veuillez réessayer dans une minute",
      text: "Nous ne pouvons pas accéder à nos données pour l’instant. Votre lien reste valable."
    },
    failed: {
      title: "Une erreur s’est produite de notre côté",
      text: "Nous en avons pris note. Votre lien reste valable\u00a0: veuillez réessayer plus tard."
    }
  }
}
