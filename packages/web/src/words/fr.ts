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
  preferences: {
    lead: "Ou préférez-vous en recevoir moins\u00a0?",
    wishes: {
      "less often": { label: "Moins souvent", text: "Nous laissons deux fois plus de temps entre nos messages." },
      pause: { label: "Une pause de trois mois", text: "Nous ne vous envoyons rien pendant trois mois." },
      "not this topic": { label: "Plus rien à ce sujet", text: "Nous ne vous interrogeons plus à ce sujet." }
    },
    noted: {
      "less often": "C’est enregistré\u00a0: nous vous écrivons moins souvent.",
      pause: (until) => `C’est enregistré\u00a0: nous ne vous envoyons rien avant le ${until}.`,
      "not this topic": "C’est enregistré\u00a0: nous ne vous interrogeons plus à ce sujet."
    }
  },
  consent: {
    version: "fr 1",
    what: "Que pouvons-nous montrer\u00a0?",
    whatAt: (place) => `Que pouvons-nous montrer à cet endroit\u00a0: ${place}\u00a0?`,
    free: "Chaque case est un libre choix. Ce que vous ne cochez pas, nous ne le montrons pas.",
    scopes: {
      quote: "Mes mots",
      name: "Mon nom et ma fonction",
      company: "Le nom de mon entreprise",
      photo: "Ma photo",
      video: "Ma vidéo"
    },
    where: "Où pouvons-nous le montrer\u00a0?",
    takeBack:
      "Vous pouvez revenir sur cet accord à tout moment, en un geste, par le lien de notre message. Dès lors, nous ne montrons plus rien\u00a0; ce qui est déjà imprimé ou envoyé, nous ne pouvons pas le rappeler."
  },
  author: {
    testimonial: {
      title: "Voulez-vous le dire à d’autres, avec vos mots\u00a0?",
      text: "Dites-le comme vous le diriez à un ami, le bon comme le mauvais. Nous gardons tout ce que vous écrivez\u00a0; nous ne montrons que ce que vous permettez ci-dessous."
    },
    forms: {
      legend: "Que souhaitez-vous nous donner\u00a0?",
      only: "Ne remplissez que ce qui correspond à votre choix.",
      written: { label: "Un texte" },
      video: {
        label: "Une vidéo",
        hint: "Elle reste là où vous la gardez\u00a0: il nous faut son adresse. Comme mots, écrivez ce qui y est dit."
      },
      "case study": { label: "Une étude de cas" }
    },
    fields: {
      words: {
        label: "Vos mots",
        hint: "10\u00a0000 caractères au plus."
      },
      video: { label: "Adresse de la vidéo", hint: "Elle commence par https://" },
      poster: { label: "Adresse d’une image à montrer avant la lecture", hint: "Elle commence par https://" },
      captions: { label: "Adresse des sous-titres", hint: "Un fichier WebVTT. Elle commence par https://" },
      language: { label: "Langue des sous-titres", hint: "Un code de langue, par exemple fr, en ou pt-BR." },
      title: { label: "Titre de l’étude de cas" },
      study: { label: "Adresse de l’étude de cas", hint: "Elle commence par https://" },
      name: { label: "Votre nom" },
      role: { label: "Votre fonction", hint: "Par exemple «\u00a0responsable des achats\u00a0»." },
      company: { label: "Votre entreprise" },
      disclosure: {
        label: "Si vous n’êtes pas seulement client\u00a0: que doivent savoir les lecteurs\u00a0?",
        hint: "Par exemple «\u00a0travaille chez nous\u00a0» ou «\u00a0frère de la fondatrice\u00a0». Cela figure à côté de vos mots."
      }
    },
    optional: "facultatif",
    about: "À propos de vous",
    standing: "Qui êtes-vous pour nous\u00a0?",
    standings: {
      customer: "Client, et rien d’autre",
      employee: "Je travaille chez vous",
      owner: "Je possède une part de l’entreprise",
      partner: "Partenaire commercial",
      family: "De la famille ou un proche de quelqu’un d’ici",
      other: "Autre chose"
    },
    consent: {
      title: "Pouvons-nous montrer vos mots\u00a0?",
      text: "Voici ces mots. Un non vaut un oui."
    },
    referral: {
      title: "Avez-vous parlé de nous à quelqu’un\u00a0?",
      text: "Nous ne demandons aucun nom. Un non vaut un oui."
    },
    reconfirmation: {
      title: "Vos mots sont-ils toujours vrais\u00a0?",
      text: "Sans votre oui, nous ne les montrons pas. Si vous dites non, nous ne les montrerons plus jamais."
    },
    agreement: {
      title: "Acceptez-vous cette modification\u00a0?",
      text: "Nous aimerions montrer vos mots ainsi. Sans votre oui, rien ne change.",
      original: "Ce que vous avez écrit",
      edited: "Tels que nous les montrerions"
    },
    confirmation: {
      consent: {
        title: "Vous nous avez permis de montrer vos mots",
        text: "Vous pouvez revenir là-dessus ici, à tout moment, en un geste."
      },
      publication: {
        title: "Vos mots sont publiés",
        text: "Vous pouvez les retirer ici, à tout moment, en un geste."
      },
      withdrawal: { title: "Vos mots ne sont plus montrés", text: "Ils ont été retirés, pour de bon." }
    },
    replies: {
      Testimonial: "Envoyer mes mots",
      Consent: "Oui, montrez ce que j’ai coché",
      Withdraws: "Tout retirer",
      Refers: "Oui, j’en ai parlé",
      Declines: "Non, merci",
      Stands: "Oui, toujours",
      StandsNot: "Non, plus maintenant",
      Agrees: "Oui, j’accepte",
      Refuses: "Non, n’y touchez pas"
    },
    noted: {
      Testimonial: {
        title: "Merci pour vos mots",
        text: "Nous en avons pris note. Ils ne sont montrés nulle part sans votre accord, ni avant que nous les ayons lus."
      },
      Consent: { title: "Merci beaucoup", text: "Nous avons noté ce que vous permettez, et ne montrons rien d’autre." },
      Withdraws: {
        title: "C’est retiré",
        text: "Vos mots disparaissent de nos pages en moins d’une minute, et vous n’avez rien d’autre à faire."
      },
      Refers: { title: "Merci d’en avoir parlé", text: "Nous en avons pris note." },
      Declines: {
        title: "C’est très bien ainsi",
        text: "Nous avons noté votre non."
      },
      Stands: { title: "Merci de votre fidélité", text: "Nous avons noté que vos mots sont toujours vrais." },
      StandsNot: {
        title: "Merci de votre franchise",
        text: "Nous en avons pris note, et ne montrons plus vos mots."
      },
      Agrees: { title: "Merci de votre accord", text: "Nous avons noté que vous acceptez la modification." },
      Refuses: {
        title: "C’est bien noté",
        text: "Nous avons noté votre non\u00a0: vos mots restent tels qu’ils étaient."
      }
    },
    answered: "Vous avez déjà répondu, et nous en avons pris note.",
    withdrawing: "Vous pouvez retirer vos mots, et tout ce que vous avez permis, en un geste. C’est définitif.",
    back: "Revenir à la question",
    kept: "Votre texte",
    labelled: (label, text) => `${label}\u00a0: ${text}`,
    faults: {
      missing: "Ce champ est nécessaire\u00a0: veuillez le remplir.",
      unreadable: "Il y a ici des caractères que nous ne pouvons pas lire. Remplacez-les, puis renvoyez le formulaire.",
      "no address":
        "Nous ne pouvons pas utiliser cette adresse\u00a0: elle doit commencer par https://, par exemple https://example.com/la-mienne.",
      "no language": "Ce n’est pas un code de langue\u00a0: écrivez par exemple fr, en ou pt-BR.",
      "other kind": "Il y a quelque chose dans les champs d’un autre choix. Choisissez celui-là, ou videz ses champs.",
      "only a customer":
        "Vous avez choisi «\u00a0client, et rien d’autre\u00a0». Videz ce champ, ou choisissez ce que vous êtes aussi.",
      "nothing ticked":
        "Rien n’est coché. Cochez ce que nous pouvons montrer, ou appuyez sur «\u00a0Non, merci\u00a0».",
      "no place":
        "Vous avez coché ce que nous pouvons montrer, mais pas où. Cochez aussi un endroit, ou décochez tout.",
      "no scope": "Vous avez coché où nous pouvons le montrer, mais pas quoi. Cochez-le aussi, ou décochez tout.",
      "question changed":
        "Cette question a changé depuis que vous avez ouvert la page. Veuillez la relire, et cocher ce que vous permettez.",
      "no reply": "Nous n’avons pas pu savoir quel bouton vous avez choisi. Veuillez appuyer de nouveau."
    },
    tooLong: (most) =>
      `Ce texte dépasse ${most.toLocaleString("fr").replaceAll("\u202f", "\u00a0")} caractères. Il est toujours ici\u00a0: raccourcissez-le, puis renvoyez-le.`
  },
  wall: {
    title: "Témoignages",
    count: (n) => `${n.toLocaleString("fr")} témoignage${n < 2 ? "" : "s"}`,
    average: (stars, n) => `${stars} étoiles sur 5, en moyenne de ${n.toLocaleString("fr")}`,
    stars: (n) => `${n} ${n < 2 ? "étoile" : "étoiles"} sur 5`,
    anonymous: "Anonyme",
    video: "Ouvrir la vidéo",
    caseStudy: "Lire l’étude de cas",
    empty: "Il n’y a rien à montrer pour l’instant.",
    policy: "Comment nous recueillons et vérifions les témoignages"
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
    "reply refused": {
      title: "Il n’est plus possible d’y répondre",
      text: "Le délai est passé, ou il s’agissait de quelque chose qui a changé depuis. Rien n’a été enregistré. Si vous souhaitez encore nous dire quelque chose, veuillez répondre à notre message."
    },
    "not saved": {
      title: "Nous n’avons pas pu enregistrer votre saisie",
      text: "Elle est toujours ici\u00a0: veuillez la renvoyer dans une minute. Deux envois ne comptent qu’une fois."
    },
    "wall read only": { title: "Un mur ne peut qu’être lu", text: "Veuillez le demander par GET." },
    "wall unknown": { title: "Il n’y a pas de tel mur", text: "Veuillez vérifier l’adresse." },
    "wall unavailable": {
      title: "Les témoignages ne peuvent pas être montrés pour l’instant",
      text: "Veuillez réessayer dans une minute, s’il vous plaît."
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
