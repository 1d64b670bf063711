/**
 * English: what do the pages say to an English reader?
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import type { Words } from "../Words.ts"

/** @category languages @since 0.1.0 */
export const en: Words = {
  lang: "en",
  dir: "ltr",
  question: (subject) =>
    `How likely are you to recommend ${Option.getOrElse(subject, () => "us")} to a friend or colleague?`,
  lowest: "Not at all likely",
  highest: "Extremely likely",
  untilSent: "Nothing is recorded until you press the button.",
  send: "Send",
  thanks: "Thank you",
  recorded: (score) => `Your answer is recorded: ${score}.`,
  changeable: "You can change it until this survey closes.",
  why: "What is the main reason for your score?",
  whyHint: "In your own words. You may leave this empty.",
  save: "Save",
  problem: "There is a problem",
  problems: {
    "no score": "Choose a number from 0 to 10.",
    "not a score": "What was sent is not a number from 0 to 10. Choose one of the eleven.",
    "unreadable comment":
      "Your text has characters that we cannot read. They are marked below: replace them, then send it again.",
    "long comment": "Your text is longer than 10,000 characters. It is still below: shorten it, then send it again.",
    "not saved":
      "We could not save this just now. What you entered is still here: please send it again in a minute. Sending it twice counts once."
  },
  optOut: {
    title: "Do you want to hear no more from us?",
    text: "Press the button, and we will send you no more surveys, reminders or requests.",
    confirm: "Send me no more"
  },
  notices: {
    "opted out": {
      title: "You will get no more from us",
      text: "It is recorded: we send you no more surveys, reminders or requests."
    },
    "survey closed": {
      title: "This survey is closed",
      text: "It takes no answers any more, and nothing was recorded. Thank you for wanting to answer."
    },
    "link run out": {
      title: "This link has run out",
      text: "Nothing was recorded. Please use the link in a newer message from us, or reply to it."
    },
    "link changed": {
      title: "This link does not work",
      text: "It was cut off or changed on its way. Nothing was recorded. Please open the link in our message again, in full."
    },
    "message unknown": {
      title: "We do not know this link",
      text: "We cannot find the message that it belongs to. Nothing was recorded."
    },
    "no page": { title: "There is no page here", text: "Please open the link in our message again, in full." },
    "wrong method": {
      title: "This page cannot do that",
      text: "Nothing was recorded. Please open the link in our message again, and use the form on the page."
    },
    "wrong type": {
      title: "We cannot read this form",
      text: "It was sent in another format than that of our page. Nothing was recorded. Please use the form on the page."
    },
    "too large": {
      title: "That was too much",
      text: "A text may have 10,000 characters at most. Nothing was recorded. Please go back, shorten it, and send it again."
    },
    "too slow": {
      title: "That took too long",
      text: "The connection was too slow, and nothing was recorded. Please go back and send it again."
    },
    "cut off": {
      title: "The connection broke",
      text: "Only a part of the form arrived, and nothing was recorded. Please go back and send it again."
    },
    unavailable: {
      title: "Please try again in a minute",
      text: "We cannot reach our records just now. Your link keeps working."
    },
    failed: {
      title: "Something went wrong on our side",
      text: "We have made a note of it. Your link keeps working: please try again later."
    }
  }
}
