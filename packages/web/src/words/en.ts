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
  preferences: {
    lead: "Or would you rather have less?",
    wishes: {
      "less often": { label: "Less often", text: "We leave twice as much time between our messages." },
      pause: { label: "A pause of three months", text: "We send you nothing for three months." },
      "not this topic": { label: "Nothing more on this topic", text: "We do not ask you about it again." }
    },
    noted: {
      "less often": "It is recorded: we write to you less often.",
      pause: (until) => `It is recorded: we send you nothing before ${until}.`,
      "not this topic": "It is recorded: we do not ask you about this topic again."
    }
  },
  consent: {
    version: "en 1",
    what: "What may we show?",
    whatAt: (place) => `What may we show at this place: ${place}?`,
    free: "Each box is your free choice. What you do not tick, we do not show.",
    scopes: {
      quote: "My words",
      name: "My name, and my role",
      company: "The name of my company",
      photo: "My photo",
      video: "My video"
    },
    where: "Where may we show it?",
    takeBack:
      "You can take this back at any time, in one step, by the link in our message. From then on we show it no more; what is already printed or sent we cannot call back."
  },
  author: {
    testimonial: {
      title: "Would you put it into words for others?",
      text: "Say it as you would say it to a friend, the good and the bad. Whatever you write, we keep it; we show only what you allow below."
    },
    forms: {
      legend: "What would you like to give us?",
      only: "Fill in only what belongs to your choice.",
      written: { label: "Written words" },
      video: {
        label: "A video",
        hint: "It stays where you keep it: we need its address. As your words, write what is said in it."
      },
      "case study": { label: "A case study" }
    },
    fields: {
      words: { label: "Your words", hint: "At most 10,000 characters." },
      video: { label: "Address of the video", hint: "It begins with https://" },
      poster: { label: "Address of a picture to show before it plays", hint: "It begins with https://" },
      captions: { label: "Address of its captions", hint: "A WebVTT file. It begins with https://" },
      language: { label: "Language of the captions", hint: "A language tag, such as en, fr or pt-BR." },
      title: { label: "Title of the case study" },
      study: { label: "Address of the case study", hint: "It begins with https://" },
      name: { label: "Your name" },
      role: { label: "Your role", hint: "Such as “head of purchasing”." },
      company: { label: "Your company" },
      disclosure: {
        label: "If you are more than a customer: what should readers know?",
        hint: "Such as “works for us”, or “brother of the founder”. It stands beside your words."
      }
    },
    optional: "optional",
    about: "About you",
    standing: "What are you to us?",
    standings: {
      customer: "A customer, and nothing else",
      employee: "I work for you",
      owner: "I own a part of the company",
      partner: "A business partner",
      family: "Family or a close friend of somebody here",
      other: "Something else"
    },
    consent: {
      title: "May we show your words?",
      text: "These are the words. A no is as good as a yes."
    },
    referral: {
      title: "Have you told somebody about us?",
      text: "We ask for no names. A no is as good as a yes."
    },
    reconfirmation: {
      title: "Do your words still stand?",
      text: "Until you say yes, we do not show them. If you say no, we never show them again."
    },
    agreement: {
      title: "Do you agree to this change?",
      text: "We would like to show your words so. Without your yes nothing changes.",
      original: "Your words",
      edited: "As we would show them"
    },
    confirmation: {
      consent: {
        title: "You allowed us to show your words",
        text: "You can take that back here, at any time, in one step."
      },
      publication: {
        title: "Your words are published",
        text: "You can take them back here, at any time, in one step."
      },
      withdrawal: { title: "Your words are shown no more", text: "They were withdrawn, for good." }
    },
    replies: {
      Testimonial: "Send my words",
      Consent: "Yes, show what I ticked",
      Withdraws: "Take it all back",
      Refers: "Yes, I told somebody",
      Declines: "No, thank you",
      Stands: "Yes, they stand",
      StandsNot: "No, not any more",
      Agrees: "Yes, I agree",
      Refuses: "No, leave them as they are"
    },
    noted: {
      Testimonial: {
        title: "Thank you for your words",
        text: "We have noted them. They are shown nowhere unless you allowed it, and not before we have read them."
      },
      Consent: { title: "Thank you", text: "We have noted what you allow, and show nothing else." },
      Withdraws: {
        title: "It is taken back",
        text: "Your words are gone from our pages within a minute, and you need do nothing more."
      },
      Refers: { title: "Thank you for telling somebody", text: "We have noted it." },
      Declines: { title: "That is fine", text: "We have noted your no." },
      Stands: { title: "Thank you", text: "We have noted that your words stand." },
      StandsNot: {
        title: "Thank you for being frank",
        text: "We have noted it, and do not show your words any more."
      },
      Agrees: { title: "Thank you", text: "We have noted that you agree to the change." },
      Refuses: { title: "That is fine", text: "We have noted your no: your words stay as they were." }
    },
    answered: "You have answered this already, and we have noted it.",
    withdrawing: "You can take back your words, and all that you allowed, in one step. It is for good.",
    back: "Back to the question",
    kept: "What you wrote",
    labelled: (label, text) => `${label}: ${text}`,
    faults: {
      missing: "This is needed: please fill it in.",
      unreadable: "There are characters here that we cannot read. Replace them, then send it again.",
      "no address":
        "This is no address that we can use: it must begin with https://, such as https://example.com/mine.",
      "no language": "This is no language tag: write for example en, fr or pt-BR.",
      "other kind": "Something stands in the fields of another choice. Choose that one, or empty its fields.",
      "only a customer": "You chose “a customer, and nothing else”. Empty this, or choose what else you are.",
      "nothing ticked": "Nothing is ticked. Tick what we may show, or press “No, thank you”.",
      "no place": "You ticked what we may show, but not where. Tick a place too, or untick it all.",
      "no scope": "You ticked where we may show it, but not what. Tick that too, or untick it all.",
      "question changed":
        "This question has changed since you opened the page. Please read it again, and tick what you allow.",
      "no reply": "We could not tell which button you pressed. Please press it again."
    },
    tooLong: (most) =>
      `This is longer than ${most.toLocaleString("en")} characters. It is still here: shorten it, then send it again.`
  },
  wall: {
    title: "Testimonials",
    count: (n) => (n === 1 ? "1 testimonial" : `${n.toLocaleString("en")} testimonials`),
    average: (stars, n) => `${stars} of 5 stars, on average of ${n.toLocaleString("en")}`,
    stars: (n) => `${n} of 5 stars`,
    anonymous: "Anonymous",
    video: "Open the video",
    caseStudy: "Read the case study",
    empty: "There is nothing to show just now.",
    policy: "How we gather and check testimonials"
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
    "reply refused": {
      title: "This can no longer be answered",
      text: "Its time is over, or it was about something that has changed since. Nothing was recorded. If you still want to tell us something, please reply to our message."
    },
    "not saved": {
      title: "We could not save this just now",
      text: "What you entered is still here: please send it again in a minute. Sending it twice counts once."
    },
    "wall read only": { title: "A wall can only be read", text: "Please ask for it by GET." },
    "wall unknown": { title: "There is no such wall", text: "Please check the address." },
    "wall unavailable": {
      title: "The testimonials cannot be shown just now",
      text: "Please try again in a minute."
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
