/**
 * English: how do we say it to a customer who reads English?
 *
 * @since 0.1.0
 */
import type { Wording } from "../Wording.ts"

/** @category languages @since 0.1.0 */
export const en: Wording = {
  language: "en",
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
  testimonialRequest: {
    subject: "Would you put it in your own words?",
    recall: (score) => `You told us ${score} out of 10. Thank you for that.`,
    ask: "Would you put into words what was good, for others who face the same choice?",
    offer: "It can be:",
    forms: {
      written: "a few written sentences",
      video: "a short video",
      "case study": "a case study that we write together with you"
    },
    reply:
      "Just reply to this mail. We publish nothing before you have agreed to it, and no is a perfectly good answer too."
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
  optOut: "If you do not want such mails any more:",
  unsubscribe: "unsubscribe"
}
