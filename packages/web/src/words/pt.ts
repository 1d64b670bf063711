/**
 * Portuguese: what do the pages say to a Portuguese reader?
 *
 * In words that readers in Portugal and in Brazil both know.
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import type { Words } from "../Words.ts"

/** @category languages @since 0.1.0 */
export const pt: Words = {
  lang: "pt",
  dir: "ltr",
  question: Option.match({
    onNone: () => "Qual é a probabilidade de nos recomendar a um amigo ou colega?",
    onSome: (subject) => `Qual é a probabilidade de recomendar ${subject} a um amigo ou colega?`
  }),
  lowest: "Nada provável",
  highest: "Extremamente provável",
  untilSent: "Nada fica guardado antes de carregar no botão.",
  send: "Enviar",
  thanks: "Agradecemos a sua resposta",
  recorded: (score) => `A sua resposta está guardada: ${score}.`,
  changeable: "Pode alterá-la até este inquérito fechar.",
  why: "Qual é o principal motivo da sua nota?",
  whyHint: "Com as suas próprias palavras. Pode deixar vazio.",
  save: "Guardar",
  problem: "Há um problema",
  problems: {
    "no score": "Escolha um número de 0 a 10.",
    "not a score": "O que foi enviado não é um número de 0 a 10. Escolha um dos onze.",
    "unreadable comment":
      "O seu texto tem caracteres que não conseguimos ler. Estão assinalados abaixo: substitua-os e envie-o de novo.",
    "long comment": "O seu texto tem mais de 10 000 caracteres. Continua abaixo: encurte-o e envie-o de novo.",
    "not saved":
      "Não foi possível guardar neste momento. O que escreveu continua aqui: envie de novo daqui a um minuto. Enviar duas vezes conta uma."
  },
  optOut: {
    title: "Não quer receber mais nada de nós?",
    text: "Carregue no botão e não enviaremos mais inquéritos, lembretes nem pedidos.",
    confirm: "Não me enviem mais nada"
  },
  preferences: {
    lead: "Ou prefere receber menos?",
    wishes: {
      "less often": { label: "Com menos frequência", text: "Deixamos o dobro do tempo entre as nossas mensagens." },
      pause: { label: "Uma pausa de três meses", text: "Não enviamos nada durante três meses." },
      "not this topic": { label: "Nada mais sobre este assunto", text: "Não voltamos a perguntar sobre ele." }
    },
    noted: {
      "less often": "Está guardado: escrevemos com menos frequência.",
      pause: (until) => `Está guardado: não enviamos nada antes de ${until}.`,
      "not this topic": "Está guardado: não voltamos a perguntar sobre este assunto."
    }
  },
  consent: {
    version: "pt 1",
    what: "O que podemos mostrar?",
    whatAt: (place) => `O que podemos mostrar neste lugar: ${place}?`,
    free: "Cada caixa é uma escolha livre sua. O que não assinalar, não mostramos.",
    scopes: {
      quote: "As minhas palavras",
      name: "O meu nome e a minha função",
      company: "O nome da minha empresa",
      photo: "A minha fotografia",
      video: "O meu vídeo"
    },
    where: "Onde podemos mostrar?",
    takeBack:
      "Pode retirar isto a qualquer momento, num só passo, com o link na nossa mensagem. A partir daí, deixamos de mostrar; o que já foi impresso ou enviado não podemos recolher."
  },
  author: {
    testimonial: {
      title: "Poria isso em palavras para outras pessoas?",
      text: "Diga-o como o diria a um amigo, o bom e o mau. Guardamos tudo o que escrever; só mostramos o que permitir abaixo."
    },
    forms: {
      legend: "O que gostaria de nos dar?",
      only: "Preencha só o que pertence à sua escolha.",
      written: { label: "Palavras escritas" },
      video: {
        label: "Um vídeo",
        hint: "Fica onde o guarda: precisamos do endereço. Como as suas palavras, escreva o que nele é dito."
      },
      "case study": { label: "Um estudo de caso" }
    },
    fields: {
      words: { label: "As suas palavras", hint: "No máximo, 10 000 caracteres." },
      video: { label: "Endereço do vídeo", hint: "Começa por https://" },
      poster: { label: "Endereço de uma imagem a mostrar antes da reprodução", hint: "Começa por https://" },
      captions: { label: "Endereço das legendas", hint: "Um ficheiro WebVTT. Começa por https://" },
      language: { label: "Idioma das legendas", hint: "Um código de idioma, como en, fr ou pt-BR." },
      title: { label: "Título do estudo de caso" },
      study: { label: "Endereço do estudo de caso", hint: "Começa por https://" },
      name: { label: "O seu nome" },
      role: { label: "A sua função", hint: "Por exemplo, “responsável de compras”." },
      company: { label: "A sua empresa" },
      disclosure: {
        label: "Se é mais do que cliente: o que devem os leitores saber?",
        hint: "Por exemplo, “trabalha connosco” ou “irmão da fundadora”. Fica ao lado das suas palavras."
      }
    },
    optional: "facultativo",
    about: "Sobre si",
    standing: "Qual é a sua relação connosco?",
    standings: {
      customer: "Cliente e nada mais",
      employee: "Trabalho na empresa",
      owner: "Uma parte da empresa é minha",
      partner: "Parceiro de negócios",
      family: "Família ou amigo próximo de alguém daqui",
      other: "Outra coisa"
    },
    consent: {
      title: "Podemos mostrar as suas palavras?",
      text: "Estas são as palavras. Um não é tão bom como um sim."
    },
    referral: {
      title: "Falou de nós a alguém?",
      text: "Não pedimos nomes. Um não é tão bom como um sim."
    },
    reconfirmation: {
      title: "Mantém as suas palavras?",
      text: "Até dizer que sim, não as mostramos. Se disser que não, nunca mais as mostramos."
    },
    agreement: {
      title: "Concorda com esta alteração?",
      text: "Gostaríamos de mostrar as suas palavras assim. Sem o seu sim, nada muda.",
      original: "As suas palavras",
      edited: "Como as mostraríamos"
    },
    confirmation: {
      consent: {
        title: "Permitiu que mostrássemos as suas palavras",
        text: "Pode retirar a permissão aqui, a qualquer momento e num só passo."
      },
      publication: {
        title: "As suas palavras estão publicadas",
        text: "Pode retirá-las aqui, a qualquer momento e num só passo."
      },
      withdrawal: { title: "As suas palavras já não são mostradas", text: "Foram retiradas definitivamente." }
    },
    replies: {
      Testimonial: "Enviar as minhas palavras",
      Consent: "Sim, mostrem o que assinalei",
      Withdraws: "Retirar tudo",
      Refers: "Sim, falei a alguém",
      Declines: "Não, obrigado",
      Stands: "Sim, mantenho",
      StandsNot: "Não, já não",
      Agrees: "Sim, concordo",
      Refuses: "Não, deixem-nas como estão"
    },
    noted: {
      Testimonial: {
        title: "Agradecemos as suas palavras",
        text: "Estão guardadas. Não são mostradas em lado nenhum sem a sua permissão, nem antes de as termos lido."
      },
      Consent: { title: "Muito obrigado", text: "Guardámos o que permite, e não mostramos mais nada." },
      Withdraws: {
        title: "Está retirado",
        text: "As suas palavras desaparecem das nossas páginas dentro de um minuto, e não precisa de fazer mais nada."
      },
      Refers: { title: "Agradecemos ter falado de nós", text: "Está guardado." },
      Declines: { title: "Não há problema", text: "Guardámos o seu não." },
      Stands: { title: "Muito obrigado", text: "Guardámos que mantém as suas palavras." },
      StandsNot: {
        title: "Agradecemos a franqueza",
        text: "Está guardado, e já não mostramos as suas palavras."
      },
      Agrees: { title: "Muito obrigado", text: "Guardámos que concorda com a alteração." },
      Refuses: { title: "Não há problema", text: "Guardámos o seu não: as suas palavras ficam como estavam." }
    },
    answered: "Já respondeu a isto, e está guardado.",
    withdrawing: "Pode retirar as suas palavras, e tudo o que permitiu, num só passo. É definitivo.",
    back: "Voltar à pergunta",
    kept: "O que escreveu",
    labelled: (label, text) => `${label}: ${text}`,
    faults: {
      missing: "Isto é necessário: preencha, por favor.",
      unreadable: "Há aqui caracteres que não conseguimos ler. Substitua-os e envie de novo.",
      "no address":
        "Este não é um endereço que possamos usar: tem de começar por https://, como https://example.com/mine.",
      "no language": "Isto não é um código de idioma: escreva, por exemplo, en, fr ou pt-BR.",
      "other kind": "Há algo nos campos de outra escolha. Escolha essa, ou esvazie os campos dela.",
      "only a customer": "Escolheu “Cliente e nada mais”. Esvazie este campo, ou escolha o que mais é.",
      "nothing ticked": "Nada está assinalado. Assinale o que podemos mostrar, ou carregue em “Não, obrigado”.",
      "no place": "Assinalou o que podemos mostrar, mas não onde. Assinale também um lugar, ou retire todas as marcas.",
      "no scope": "Assinalou onde podemos mostrar, mas não o quê. Assinale também isso, ou retire todas as marcas.",
      "question changed": "Esta pergunta mudou desde que abriu a página. Leia-a de novo e assinale o que permite.",
      "no reply": "Não conseguimos perceber em que botão carregou. Carregue de novo, por favor."
    },
    tooLong: (most) =>
      `Isto tem mais de ${most.toLocaleString("pt")} caracteres. Continua aqui: encurte e envie de novo.`
  },
  wall: {
    title: "Testemunhos",
    count: (n) => (n === 1 ? "1 testemunho" : `${n.toLocaleString("pt")} testemunhos`),
    average: (stars, n) => `${stars} de 5 estrelas, em média de ${n.toLocaleString("pt")}`,
    stars: (n) => `${n} de 5 estrelas`,
    anonymous: "Pessoa anónima",
    video: "Abrir o vídeo",
    caseStudy: "Ler o estudo de caso",
    empty: "Não há nada para mostrar neste momento.",
    policy: "Como recolhemos e verificamos os testemunhos"
  },
  notices: {
    "opted out": {
      title: "Não receberá mais nada de nós",
      text: "Está guardado: não enviamos mais inquéritos, lembretes nem pedidos."
    },
    "survey closed": {
      title: "Este inquérito está fechado",
      text: "Já não aceita respostas, e nada foi guardado. Agradecemos ter querido responder."
    },
    "link run out": {
      title: "Este link expirou",
      text: "Nada foi guardado. Use o link de uma mensagem nossa mais recente, ou responda-lhe."
    },
    "link changed": {
      title: "Este link não funciona",
      text: "Foi cortado ou alterado pelo caminho. Nada foi guardado. Abra de novo o link da nossa mensagem, completo."
    },
    "message unknown": {
      title: "Não conhecemos este link",
      text: "Não encontramos a mensagem a que pertence. Nada foi guardado."
    },
    "reply refused": {
      title: "Já não é possível responder a isto",
      text: "O prazo acabou, ou tratava-se de algo que entretanto mudou. Nada foi guardado. Se ainda quiser dizer-nos algo, responda à nossa mensagem."
    },
    "not saved": {
      title: "Não foi possível guardar neste momento",
      text: "O que escreveu continua aqui: envie de novo daqui a um minuto. Enviar duas vezes conta uma."
    },
    "wall read only": { title: "Um mural só pode ser lido", text: "Peça-o com GET, por favor." },
    "wall unknown": { title: "Esse mural não existe", text: "Verifique o endereço, por favor." },
    "wall unavailable": {
      title: "Não é possível mostrar os testemunhos neste momento",
      text: "Tente de novo daqui a um minuto."
    },
    "no page": {
      title: "Não há aqui nenhuma página",
      text: "Abra de novo o link da nossa mensagem, completo."
    },
    "wrong method": {
      title: "Esta página não pode fazer isso",
      text: "Nada foi guardado. Abra de novo o link da nossa mensagem e use o formulário da página."
    },
    "wrong type": {
      title: "Não conseguimos ler este formulário",
      text: "Foi enviado noutro formato que não o da nossa página. Nada foi guardado. Use o formulário da página."
    },
    "too large": {
      title: "Foi demasiado",
      text: "Um texto pode ter, no máximo, 10 000 caracteres. Nada foi guardado. Volte atrás, encurte-o e envie-o de novo."
    },
    "too slow": {
      title: "Demorou demasiado",
      text: "A ligação era demasiado lenta, e nada foi guardado. Volte atrás e envie de novo."
    },
    "cut off": {
      title: "A ligação caiu",
      text: "Só chegou uma parte do formulário, e nada foi guardado. Volte atrás e envie de novo."
    },
    unavailable: {
      title: "Tente de novo daqui a um minuto, por favor",
      text: "Não conseguimos aceder aos nossos registos neste momento. O seu link continua a funcionar."
    },
    failed: {
      title: "Algo correu mal do nosso lado",
      text: "Tomámos nota. O seu link continua a funcionar: tente mais tarde, por favor."
    }
  }
}
