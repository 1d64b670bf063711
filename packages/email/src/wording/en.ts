/**
 * English: how do we say it to a customer who reads English?
 *
 * @since 0.1.0
 */
import type { Wording } from "../Wording.ts"

/** As long as words are shown, consent can be taken back. */
const shown = {
  nowhere: "By now there is no place left that you agree to, so we do not show them.",
  next: "You can take your consent back at any time, in one step and without a reason: on this page, or just by a reply to this mail.",
  label: "Take my consent back"
}

/** @category languages @since 0.1.0 */
export const en: Wording = {
  language: "en",
  dir: "ltr",
  greeting: (name) => (name === undefined ? "Hello," : `Hello ${name},`),
  question: (subject) => `How likely are you to recommend ${subject ?? "us"} to a friend or colleague?`,
  low: "not at all likely",
  high: "extremely likely",
  until: (day) => `You can answer until ${day}.`,
  invitation: {
    subject: (about) => (about === undefined ? "One quick question" : `One quick question about ${about}`),
    lead: "We have one question for you. Choose a number to answer it."
  },
  reminder: {
    subject: (about) =>
      about === undefined ? "A reminder: one quick question" : `A reminder: one quick question about ${about}`,
    lead: "A while ago we sent you one question. If you have a moment, choose a number to answer it."
  },
  thankYou: {
    subject: "Thank you for your answer",
    lead: "Thank you for taking the time to answer.",
    more: {
      promoter: "We are glad to hear that you would recommend us.",
      passive: "If there is something we could do better, just reply to this mail.",
      detractor:
        "We are sorry that it did not go as it should. If you would like to tell us more, just reply to this mail."
    }
  },
  contactRequest: {
    "what can we do better": {
      subject: "What can we do better?",
      lead: "Thank you for your answer. It leaves us with one question:",
      ask: "What can we do better?"
    },
    "what would make it a nine or ten": {
      subject: "What would make it a 9 or 10?",
      lead: "Thank you for your answer. It leaves us with one question:",
      ask: "What would have to change for you to give us a 9 or a 10?"
    }
  },
  contactReply: "A sentence or two is plenty: just reply to this mail.",
  recall: (score) => `You told us ${score} out of 10. Thank you for that.`,
  quoted: "Your words:",
  cut: "We have shortened this here. The page shows it in full.",
  no: "No is just as easy, on the same page. It is a perfectly good answer.",
  testimonialRequest: {
    subject: "Would you put it in your own words?",
    ask: "Would you put into words what was good, for others who face the same choice?",
    use: "It is for people who are thinking of becoming our customers. We show it only where you agree to it, and you can take that back at any time.",
    offer: "It can be:",
    forms: {
      written: "a few written sentences",
      video: "a short video",
      "case study": "a case study that we write together with you"
    },
    label: "Answer this request"
  },
  consentRequest: {
    subject: "May we show your words to others?",
    ask: "May we show them to others?",
    what: "What we would show:",
    scopes: {
      quote: "your words",
      name: "your name",
      company: "your company’s name",
      photo: "your photo",
      video: "your video"
    },
    where: "Where:",
    free: "You choose freely: without your yes we show nothing, and you can take a yes back at any time, in one step and without a reason.",
    label: "Answer yes or no"
  },
  referralRequest: {
    subject: "Do you know somebody whom we could help?",
    ask: "Do you know somebody who is where you once were, and whom we could help, too?",
    how: "If so, tell them about us yourself, in your own way. We ask for no names and no addresses. On this page you can let us know that you did:",
    label: "Answer this request"
  },
  reconfirmationRequest: {
    subject: "Would you still say so?",
    lead: "You have told us what you think of us. Things change, and we show only what its author stands by.",
    ask: "Would you still say so today?",
    label: "Answer yes or no",
    no: "No is just as easy, on the same page. As long as you have not said yes, we do not show your words."
  },
  agreementRequest: {
    subject: "May we edit your words like this?",
    lead: "We would like to edit your words, and the decision is yours. Until then we do not show them.",
    yours: "Your words, as they are:",
    edited: "Your words, as we would show them:",
    ask: "Do you agree?",
    label: "Answer yes or no",
    no: "No is just as easy, on the same page. If you say no, or do not answer, your words stay as they are."
  },
  confirmation: {
    consent: {
      subject: "We have noted your consent",
      lead: "Thank you. You agreed that we may show your words.",
      places: "You agreed to these places:",
      ...shown
    },
    publication: {
      subject: "Your words are published",
      lead: "Thank you. Your words have been published.",
      places: "We show them at these places, as you agreed:",
      ...shown
    },
    withdrawal: {
      subject: "We no longer show your words",
      lead: "Your words are withdrawn: we do not show them any more.",
      places: "That includes these places:",
      nowhere: "This goes for every place.",
      next: "There is nothing more for you to do. The page shows what we have noted.",
      label: "See what we have noted"
    }
  },
  reviewRequest: {
    subject: (site) => `Would you write a review on ${site}?`,
    lead: (site) =>
      `You know what it is like to be our customer. Others would like to know, too: would you tell them on ${site}?`,
    honest: "Please write what you really think, good or bad. An honest review is what helps others to choose.",
    label: (site) => `Write a review on ${site}`,
    open: (site) => `Everybody can read what you write there, and the rules of ${site} apply. You are free not to.`
  },
  whyAsked: (brand) =>
    `You receive this mail because you have been in touch with ${brand ?? "us"} and your opinion is wanted.`,
  whyAnswered: (brand) => `You receive this mail because you answered a question from ${brand ?? "us"}.`,
  whyAuthor: (brand) => `You receive this mail because you have told ${brand ?? "us"} what you think.`,
  optOut: "If you do not want such mails any more:",
  unsubscribe: "unsubscribe"
}
