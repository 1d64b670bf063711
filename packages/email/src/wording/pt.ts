/**
 * Portuguese: how do we say it to a customer who reads Portuguese?
 *
 * One wording for both sides of the Atlantic: it says neither "você" nor "o senhor", and keeps to words that are spelled and
 * pronouns that are placed alike in Brazil and Portugal.
 *
 * @since 0.1.0
 */
import type { Wording } from "../Wording.ts"

/** As long as words are shown, consent can be taken back. */
const shown = {
  nowhere: "Neste momento, já não resta nenhum lugar com o seu consentimento; por isso, não as mostramos.",
  next: "Pode retirar o seu consentimento a qualquer momento, num só passo e sem indicar motivos: nesta página ou simplesmente em resposta a este e-mail.",
  label: "Retirar o meu consentimento"
}

/** @category languages @since 0.1.0 */
export const pt: Wording = {
  language: "pt",
  dir: "ltr",
  greeting: (name) => (name === undefined ? "Olá!" : `Olá, ${name}!`),
  question: (subject) =>
    subject === undefined
      ? "Qual é a probabilidade de nos recomendar a um amigo ou colega?"
      : `Qual é a probabilidade de recomendar ${subject} a um amigo ou colega?`,
  low: "nada provável",
  high: "extremamente provável",
  until: (day) => `É possível responder até ${day}.`,
  invitation: {
    subject: (about) => (about === undefined ? "Uma pergunta rápida" : `Uma pergunta rápida sobre ${about}`),
    lead: "Temos uma única pergunta. Para responder, basta escolher um número."
  },
  reminder: {
    subject: (about) =>
      about === undefined ? "Lembrete: uma pergunta rápida" : `Lembrete: uma pergunta rápida sobre ${about}`,
    lead: "Há algum tempo, fizemos uma pergunta por e-mail. Se tiver um momento, basta escolher um número para responder."
  },
  thankYou: {
    subject: "Agradecemos a sua resposta",
    lead: "Agradecemos o tempo que dedicou a responder.",
    more: {
      promoter: "É muito bom saber que nos recomendaria.",
      passive: "Se houver algo que possamos fazer melhor, basta responder a este e-mail.",
      detractor:
        "Lamentamos que nem tudo tenha sido como deveria. Se quiser dizer mais alguma coisa, basta responder a este e-mail."
    }
  },
  contactRequest: {
    "what can we do better": {
      subject: "O que podemos fazer melhor?",
      lead: "Agradecemos a sua resposta. Resta uma pergunta:",
      ask: "O que podemos fazer melhor?"
    },
    "what would make it a nine or ten": {
      subject: "O que faltaria para um 9 ou um 10?",
      lead: "Agradecemos a sua resposta. Resta uma pergunta:",
      ask: "O que teria de mudar para nos dar um 9 ou um 10?"
    }
  },
  contactReply: "Uma ou duas frases bastam: é só responder a este e-mail.",
  recall: (score) => `A nota que nos deu foi ${score} em 10. Agradecemos muito.`,
  quoted: "As suas palavras:",
  cut: "Aqui, o texto foi abreviado. Na página, está completo.",
  no: "Dizer “não” é igualmente fácil, na mesma página. É uma resposta perfeitamente válida.",
  testimonialRequest: {
    subject: "Diria isso com as suas próprias palavras?",
    ask: "Poderia pôr em palavras o que foi bom, para outras pessoas que enfrentam a mesma escolha?",
    use: "O seu testemunho é para quem pondera escolher a nossa empresa. Só o mostramos onde nos der o seu consentimento, que pode retirar a qualquer momento.",
    offer: "Pode ser:",
    forms: {
      written: "algumas frases escritas",
      video: "um vídeo curto",
      "case study": "um estudo de caso que escrevemos em conjunto"
    },
    label: "Responder a este pedido"
  },
  consentRequest: {
    subject: "Podemos mostrar as suas palavras a outras pessoas?",
    ask: "Podemos mostrá-las a outras pessoas?",
    what: "O que mostraríamos:",
    scopes: {
      quote: "as suas palavras",
      name: "o seu nome",
      company: "o nome da sua empresa",
      photo: "a sua foto",
      video: "o seu vídeo"
    },
    where: "Onde:",
    free: "A escolha é livre: sem o seu sim, não mostramos nada, e pode retirar um sim a qualquer momento, num só passo e sem indicar motivos.",
    label: "Responder sim ou não"
  },
  referralRequest: {
    subject: "Conhece alguém que poderíamos ajudar?",
    ask: "Conhece alguém que vive hoje a situação que um dia foi a sua, e que também poderíamos ajudar?",
    how: "Se sim, fale de nós a essa pessoa, à sua maneira. Não pedimos nomes nem endereços. Nesta página, pode indicar que o fez:",
    label: "Responder a este pedido"
  },
  reconfirmationRequest: {
    subject: "Ainda diria o mesmo?",
    lead: "Já nos disse o que pensa de nós. As coisas mudam, e só mostramos palavras que ainda mantém.",
    ask: "Ainda hoje diria o mesmo?",
    label: "Responder sim ou não",
    no: "Dizer “não” é igualmente fácil, na mesma página. Enquanto não disser “sim”, não mostramos as suas palavras."
  },
  agreementRequest: {
    subject: "Podemos editar assim as suas palavras?",
    lead: "Gostaríamos de editar as suas palavras, e a decisão é sua. Até lá, não as mostramos.",
    yours: "As suas palavras, tal como estão:",
    edited: "As suas palavras, tal como as mostraríamos:",
    ask: "Concorda?",
    label: "Responder sim ou não",
    no: "Dizer “não” é igualmente fácil, na mesma página. Se disser “não”, ou não responder, as suas palavras ficam como estão."
  },
  confirmation: {
    consent: {
      subject: "O seu consentimento foi anotado",
      lead: "Agradecemos. Concordou que podemos mostrar as suas palavras.",
      places: "Concordou com estes lugares:",
      ...shown
    },
    publication: {
      subject: "As suas palavras estão publicadas",
      lead: "Agradecemos. As suas palavras foram publicadas.",
      places: "São mostradas nestes lugares, tal como concordou:",
      ...shown
    },
    withdrawal: {
      subject: "Já não mostramos as suas palavras",
      lead: "As suas palavras foram retiradas: já não as mostramos.",
      places: "Isso inclui estes lugares:",
      nowhere: "Isso vale para todos os lugares.",
      next: "Não é preciso fazer mais nada. A página mostra o que foi anotado.",
      label: "Ver o que foi anotado"
    }
  },
  reviewRequest: {
    subject: (site) => `Escreveria uma avaliação em ${site}?`,
    lead: (site) =>
      `Já conhece a nossa empresa por experiência própria. Outras pessoas também gostariam de saber como é: contaria isso em ${site}?`,
    honest:
      "Escreva o que realmente pensa, de bom ou de mau. É uma avaliação honesta que ajuda outras pessoas a escolher.",
    label: (site) => `Escrever uma avaliação em ${site}`,
    open: (site) =>
      `Todas as pessoas podem ler o que escrever lá, e valem as regras de ${site}. Tem toda a liberdade de não o fazer.`
  },
  whyAsked: (brand) =>
    `Recebe este e-mail porque já lidou com ${brand ?? "a nossa empresa"} e a sua opinião é importante.`,
  whyAnswered: (brand) =>
    brand === undefined
      ? "Recebe este e-mail porque respondeu a uma pergunta nossa."
      : `Recebe este e-mail porque respondeu a uma pergunta de ${brand}.`,
  whyAuthor: (brand) =>
    brand === undefined
      ? "Recebe este e-mail porque nos disse o que pensa."
      : `Recebe este e-mail porque disse a ${brand} o que pensa.`,
  optOut: "Se não quiser receber mais e-mails como este:",
  unsubscribe: "deixar de receber"
}
