/**
 * German: how do we say it to a customer who reads German?
 *
 * The greeting ends in an exclamation mark, since after a comma the next line would begin with a small letter.
 *
 * @since 0.1.0
 */
import type { Wording } from "../Wording.ts"

/** As long as words are shown, consent can be taken back. */
const shown = {
  nowhere: "Inzwischen gibt es keine Stelle mehr, für die Ihre Einwilligung gilt. Deshalb zeigen wir Ihre Worte nicht.",
  next: "Sie können Ihre Einwilligung jederzeit widerrufen, in einem Schritt und ohne Angabe von Gründen: auf dieser Seite oder einfach mit einer Antwort auf diese E-Mail.",
  label: "Meine Einwilligung widerrufen"
}

const formal: Wording = {
  language: "de",
  dir: "ltr",
  greeting: (name) => (name === undefined ? "Guten Tag!" : `Guten Tag ${name}!`),
  question: (subject) =>
    `Wie wahrscheinlich ist es, dass Sie ${subject ?? "uns"} einem Freund oder Kollegen weiterempfehlen?`,
  low: "überhaupt nicht wahrscheinlich",
  high: "äußerst wahrscheinlich",
  until: (day) => `Eine Antwort ist bis zum ${day} möglich.`,
  invitation: {
    subject: (about) => (about === undefined ? "Eine kurze Frage" : `Eine kurze Frage zu ${about}`),
    lead: "Wir haben eine Frage an Sie. Zum Antworten genügt es, eine Zahl auszuwählen."
  },
  reminder: {
    subject: (about) =>
      about === undefined ? "Zur Erinnerung: eine kurze Frage" : `Zur Erinnerung: eine kurze Frage zu ${about}`,
    lead: "Vor einiger Zeit haben wir Ihnen eine Frage geschickt. Wenn Sie einen Moment Zeit haben, genügt es zum Antworten, eine Zahl auszuwählen."
  },
  thankYou: {
    subject: "Vielen Dank für Ihre Antwort",
    lead: "Vielen Dank, dass Sie sich die Zeit für eine Antwort genommen haben.",
    more: {
      promoter: "Es freut uns, dass Sie uns weiterempfehlen würden.",
      passive: "Wenn wir etwas besser machen können, antworten Sie einfach auf diese E-Mail.",
      detractor:
        "Es tut uns leid, dass es nicht so gelaufen ist, wie es sollte. Wenn Sie uns mehr dazu sagen möchten, antworten Sie einfach auf diese E-Mail."
    }
  },
  contactRequest: {
    "what can we do better": {
      subject: "Was können wir besser machen?",
      lead: "Vielen Dank für Ihre Antwort. Eine Frage bleibt uns noch:",
      ask: "Was können wir besser machen?"
    },
    "what would make it a nine or ten": {
      subject: "Was bräuchte es für eine 9 oder 10?",
      lead: "Vielen Dank für Ihre Antwort. Eine Frage bleibt uns noch:",
      ask: "Was müsste sich ändern, damit Sie uns eine 9 oder eine 10 geben?"
    }
  },
  contactReply: "Ein oder zwei Sätze genügen: Antworten Sie einfach auf diese E-Mail.",
  recall: (score) => `Sie haben uns ${score} von 10 Punkten gegeben. Vielen Dank dafür.`,
  quoted: "Ihre Worte:",
  cut: "Wir haben den Text hier gekürzt. Auf der Seite steht er vollständig.",
  no: "Nein zu sagen ist auf derselben Seite genauso einfach. Auch das ist völlig in Ordnung.",
  testimonialRequest: {
    subject: "Würden Sie es in eigenen Worten sagen?",
    ask: "Würden Sie für andere, die vor derselben Wahl stehen, in Worte fassen, was gut war?",
    use: "Ihr Beitrag ist für Menschen gedacht, die überlegen, ob sie sich für uns entscheiden. Wir zeigen ihn nur dort, wo Sie zustimmen, und Sie können die Zustimmung jederzeit widerrufen.",
    offer: "Das kann sein:",
    forms: {
      written: "ein paar geschriebene Sätze",
      video: "ein kurzes Video",
      "case study": "eine Fallstudie, die wir gemeinsam mit Ihnen schreiben"
    },
    label: "Auf diese Bitte antworten"
  },
  consentRequest: {
    subject: "Dürfen wir Ihre Worte anderen zeigen?",
    ask: "Dürfen wir sie anderen zeigen?",
    what: "Was wir zeigen würden:",
    scopes: {
      quote: "Ihre Worte",
      name: "Ihren Namen",
      company: "den Namen Ihres Unternehmens",
      photo: "Ihr Foto",
      video: "Ihr Video"
    },
    where: "Wo:",
    free: "Sie entscheiden frei: Ohne Ihr Ja zeigen wir nichts, und ein Ja können Sie jederzeit widerrufen, in einem Schritt und ohne Angabe von Gründen.",
    label: "Mit Ja oder Nein antworten"
  },
  referralRequest: {
    subject: "Kennen Sie jemanden, dem wir helfen könnten?",
    ask: "Kennen Sie jemanden, der heute dort steht, wo Sie einmal standen, und dem wir ebenfalls helfen könnten?",
    how: "Wenn ja, erzählen Sie selbst von uns, auf Ihre eigene Art. Wir fragen weder nach Namen noch nach Adressen. Auf dieser Seite können Sie uns wissen lassen, dass Sie es getan haben:",
    label: "Auf diese Bitte antworten"
  },
  reconfirmationRequest: {
    subject: "Würden Sie das heute noch sagen?",
    lead: "Sie haben uns gesagt, was Sie von uns halten. Manches ändert sich, und wir zeigen nur, wozu Sie weiterhin stehen.",
    ask: "Würden Sie das auch heute noch sagen?",
    label: "Mit Ja oder Nein antworten",
    no: "Nein zu sagen ist auf derselben Seite genauso einfach. Solange Sie nicht Ja gesagt haben, zeigen wir Ihre Worte nicht."
  },
  agreementRequest: {
    subject: "Dürfen wir Ihre Worte so bearbeiten?",
    lead: "Wir würden Ihre Worte gern bearbeiten, und die Entscheidung liegt bei Ihnen. Bis dahin zeigen wir sie nicht.",
    yours: "Ihre Worte, wie sie sind:",
    edited: "Ihre Worte, wie wir sie zeigen würden:",
    ask: "Sind Sie einverstanden?",
    label: "Mit Ja oder Nein antworten",
    no: "Nein zu sagen ist auf derselben Seite genauso einfach. Wenn Sie Nein sagen oder nicht antworten, bleiben Ihre Worte, wie sie sind."
  },
  confirmation: {
    consent: {
      subject: "Wir haben Ihre Einwilligung vermerkt",
      lead: "Vielen Dank. Sie haben zugestimmt, dass wir Ihre Worte zeigen dürfen.",
      places: "Zugestimmt haben Sie für diese Stellen:",
      ...shown
    },
    publication: {
      subject: "Ihre Worte sind veröffentlicht",
      lead: "Vielen Dank. Ihre Worte wurden veröffentlicht.",
      places: "Wir zeigen sie an diesen Stellen, so wie Sie zugestimmt haben:",
      ...shown
    },
    withdrawal: {
      subject: "Wir zeigen Ihre Worte nicht mehr",
      lead: "Ihre Worte sind zurückgezogen: Wir zeigen sie nicht mehr.",
      places: "Das schließt diese Stellen ein:",
      nowhere: "Das gilt für alle Stellen.",
      next: "Für Sie ist nichts weiter zu tun. Auf der Seite steht, was wir vermerkt haben.",
      label: "Ansehen, was vermerkt ist"
    }
  },
  reviewRequest: {
    subject: (site) => `Würden Sie auf ${site} eine Bewertung schreiben?`,
    lead: (site) =>
      `Sie kennen uns aus eigener Erfahrung. Auch andere wüssten gern, wie es mit uns ist: Würden Sie es ihnen auf ${site} erzählen?`,
    honest:
      "Bitte schreiben Sie, was Sie wirklich denken, Gutes wie Schlechtes. Es ist die ehrliche Bewertung, die anderen bei der Wahl hilft.",
    label: (site) => `Auf ${site} eine Bewertung schreiben`,
    open: (site) =>
      `Was Sie dort schreiben, können alle lesen, und es gelten die Regeln von ${site}. Es steht Ihnen frei, es zu lassen.`
  },
  whyAsked: (brand) =>
    `Sie erhalten diese E-Mail, weil Sie mit ${brand ?? "uns"} in Kontakt waren und Ihre Meinung gefragt ist.`,
  whyAnswered: (brand) => `Sie erhalten diese E-Mail, weil Sie eine Frage von ${brand ?? "uns"} beantwortet haben.`,
  whyAuthor: (brand) => `Sie erhalten diese E-Mail, weil Sie ${brand ?? "uns"} gesagt haben, was Sie denken.`,
  optOut: "Wenn Sie solche E-Mails nicht mehr erhalten möchten:",
  unsubscribe: "abmelden"
}

const shownInformal = {
  ...shown,
  nowhere:
    "Inzwischen gibt es keine Stelle mehr, für die deine Einwilligung gilt. Deshalb zeigen wir deine Worte nicht.",
  next: "Du kannst deine Einwilligung jederzeit widerrufen, in einem Schritt und ohne Angabe von Gründen: auf dieser Seite oder einfach mit einer Antwort auf diese E-Mail."
}

const informal: Wording = {
  ...formal,
  greeting: (name) => (name === undefined ? "Hallo!" : `Hallo ${name}!`),
  question: (subject) =>
    `Wie wahrscheinlich ist es, dass du ${subject ?? "uns"} einem Freund oder Kollegen weiterempfiehlst?`,
  invitation: {
    ...formal.invitation,
    lead: "Wir haben eine Frage an dich. Zum Antworten genügt es, eine Zahl auszuwählen."
  },
  reminder: {
    ...formal.reminder,
    lead: "Vor einiger Zeit haben wir dir eine Frage geschickt. Wenn du einen Moment Zeit hast, genügt es zum Antworten, eine Zahl auszuwählen."
  },
  thankYou: {
    subject: "Danke für deine Antwort",
    lead: "Danke, dass du dir die Zeit für eine Antwort genommen hast.",
    more: {
      promoter: "Es freut uns, dass du uns weiterempfehlen würdest.",
      passive: "Wenn wir etwas besser machen können, antworte einfach auf diese E-Mail.",
      detractor:
        "Es tut uns leid, dass es nicht so gelaufen ist, wie es sollte. Wenn du uns mehr dazu sagen möchtest, antworte einfach auf diese E-Mail."
    }
  },
  contactRequest: {
    "what can we do better": {
      ...formal.contactRequest["what can we do better"],
      lead: "Danke für deine Antwort. Eine Frage bleibt uns noch:"
    },
    "what would make it a nine or ten": {
      ...formal.contactRequest["what would make it a nine or ten"],
      lead: "Danke für deine Antwort. Eine Frage bleibt uns noch:",
      ask: "Was müsste sich ändern, damit du uns eine 9 oder eine 10 gibst?"
    }
  },
  contactReply: "Ein oder zwei Sätze genügen: Antworte einfach auf diese E-Mail.",
  recall: (score) => `Du hast uns ${score} von 10 Punkten gegeben. Danke dafür.`,
  quoted: "Deine Worte:",
  testimonialRequest: {
    ...formal.testimonialRequest,
    subject: "Würdest du es in eigenen Worten sagen?",
    ask: "Würdest du für andere, die vor derselben Wahl stehen, in Worte fassen, was gut war?",
    use: "Dein Beitrag ist für Menschen gedacht, die überlegen, ob sie sich für uns entscheiden. Wir zeigen ihn nur dort, wo du zustimmst, und du kannst die Zustimmung jederzeit widerrufen.",
    forms: {
      ...formal.testimonialRequest.forms,
      "case study": "eine Fallstudie, die wir gemeinsam mit dir schreiben"
    }
  },
  consentRequest: {
    ...formal.consentRequest,
    subject: "Dürfen wir deine Worte anderen zeigen?",
    scopes: {
      quote: "deine Worte",
      name: "deinen Namen",
      company: "den Namen deines Unternehmens",
      photo: "dein Foto",
      video: "dein Video"
    },
    free: "Du entscheidest frei: Ohne dein Ja zeigen wir nichts, und ein Ja kannst du jederzeit widerrufen, in einem Schritt und ohne Angabe von Gründen."
  },
  referralRequest: {
    ...formal.referralRequest,
    subject: "Kennst du jemanden, dem wir helfen könnten?",
    ask: "Kennst du jemanden, der heute dort steht, wo du einmal standst, und dem wir ebenfalls helfen könnten?",
    how: "Wenn ja, erzähl selbst von uns, auf deine eigene Art. Wir fragen weder nach Namen noch nach Adressen. Auf dieser Seite kannst du uns wissen lassen, dass du es getan hast:"
  },
  reconfirmationRequest: {
    ...formal.reconfirmationRequest,
    subject: "Würdest du das heute noch sagen?",
    lead: "Du hast uns gesagt, was du von uns hältst. Manches ändert sich, und wir zeigen nur, wozu du weiterhin stehst.",
    ask: "Würdest du das auch heute noch sagen?",
    no: "Nein zu sagen ist auf derselben Seite genauso einfach. Solange du nicht Ja gesagt hast, zeigen wir deine Worte nicht."
  },
  agreementRequest: {
    ...formal.agreementRequest,
    subject: "Dürfen wir deine Worte so bearbeiten?",
    lead: "Wir würden deine Worte gern bearbeiten, und die Entscheidung liegt bei dir. Bis dahin zeigen wir sie nicht.",
    yours: "Deine Worte, wie sie sind:",
    edited: "Deine Worte, wie wir sie zeigen würden:",
    ask: "Bist du einverstanden?",
    no: "Nein zu sagen ist auf derselben Seite genauso einfach. Wenn du Nein sagst oder nicht antwortest, bleiben deine Worte, wie sie sind."
  },
  confirmation: {
    consent: {
      subject: "Wir haben deine Einwilligung vermerkt",
      lead: "Vielen Dank. Du hast zugestimmt, dass wir deine Worte zeigen dürfen.",
      places: "Zugestimmt hast du für diese Stellen:",
      ...shownInformal
    },
    publication: {
      subject: "Deine Worte sind veröffentlicht",
      lead: "Vielen Dank. Deine Worte wurden veröffentlicht.",
      places: "Wir zeigen sie an diesen Stellen, so wie du zugestimmt hast:",
      ...shownInformal
    },
    withdrawal: {
      ...formal.confirmation.withdrawal,
      subject: "Wir zeigen deine Worte nicht mehr",
      lead: "Deine Worte sind zurückgezogen: Wir zeigen sie nicht mehr.",
      next: "Für dich ist nichts weiter zu tun. Auf der Seite steht, was wir vermerkt haben."
    }
  },
  reviewRequest: {
    ...formal.reviewRequest,
    subject: (site) => `Würdest du auf ${site} eine Bewertung schreiben?`,
    lead: (site) =>
      `Du kennst uns aus eigener Erfahrung. Auch andere wüssten gern, wie es mit uns ist: Würdest du es ihnen auf ${site} erzählen?`,
    honest:
      "Bitte schreib, was du wirklich denkst, Gutes wie Schlechtes. Es ist die ehrliche Bewertung, die anderen bei der Wahl hilft.",
    open: (site) =>
      `Was du dort schreibst, können alle lesen, und es gelten die Regeln von ${site}. Es steht dir frei, es zu lassen.`
  },
  whyAsked: (brand) =>
    `Du erhältst diese E-Mail, weil du mit ${brand ?? "uns"} in Kontakt warst und deine Meinung gefragt ist.`,
  whyAnswered: (brand) => `Du erhältst diese E-Mail, weil du eine Frage von ${brand ?? "uns"} beantwortet hast.`,
  whyAuthor: (brand) => `Du erhältst diese E-Mail, weil du ${brand ?? "uns"} gesagt hast, was du denkst.`,
  optOut: "Wenn du solche E-Mails nicht mehr erhalten möchtest:"
}

/** @category languages @since 0.1.0 */
export const de: Wording = { ...formal, informal }
