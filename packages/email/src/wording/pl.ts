/**
 * Polish: how do we say it to a customer who reads Polish?
 *
 * The reader is "Państwo", which is formal and says nothing about their gender. A name keeps its first case: it stands in
 * quotation marks, or after the word for what it names ("firmą Acme").
 *
 * @since 0.1.0
 */
import type { Wording } from "../Wording.ts"

/** As long as words are shown, consent can be taken back. */
const shown = {
  nowhere: "Obecnie nie ma już miejsca, na które wyrażają Państwo zgodę, dlatego ich nie pokazujemy.",
  next: "Zgodę można wycofać w każdej chwili, jednym krokiem i bez podawania powodu: na tej stronie albo po prostu w odpowiedzi na tę wiadomość.",
  label: "Wycofanie zgody"
}

/** @category languages @since 0.1.0 */
export const pl: Wording = {
  language: "pl",
  dir: "ltr",
  greeting: (name) => (name === undefined ? "Dzień dobry!" : `Dzień dobry, ${name}!`),
  question: (subject) =>
    subject === undefined
      ? "Jak bardzo prawdopodobne jest, że polecą nas Państwo znajomemu lub współpracownikowi?"
      : `Jak bardzo prawdopodobne jest, że polecą Państwo „${subject}” znajomemu lub współpracownikowi?`,
  low: "zupełnie nieprawdopodobne",
  high: "niezwykle prawdopodobne",
  until: (day) => `Odpowiedzieć można do ${day} r.`,
  invitation: {
    subject: (about) => (about === undefined ? "Jedno krótkie pytanie" : `Jedno krótkie pytanie na temat „${about}”`),
    lead: "Mamy do Państwa jedno pytanie. Aby odpowiedzieć, wystarczy wybrać liczbę."
  },
  reminder: {
    subject: (about) =>
      about === undefined
        ? "Przypomnienie: jedno krótkie pytanie"
        : `Przypomnienie: jedno krótkie pytanie na temat „${about}”`,
    lead: "Jakiś czas temu wysłaliśmy do Państwa jedno pytanie. Jeśli mają Państwo chwilę, aby odpowiedzieć, wystarczy wybrać liczbę."
  },
  thankYou: {
    subject: "Dziękujemy za odpowiedź",
    lead: "Dziękujemy za czas poświęcony na odpowiedź.",
    more: {
      promoter: "Cieszymy się, że poleciliby nas Państwo innym.",
      passive: "Jeśli możemy zrobić coś lepiej, wystarczy odpowiedzieć na tę wiadomość.",
      detractor:
        "Przykro nam, że nie wszystko poszło tak, jak powinno. Jeśli chcą Państwo powiedzieć nam więcej, wystarczy odpowiedzieć na tę wiadomość."
    }
  },
  contactRequest: {
    "what can we do better": {
      subject: "Co możemy zrobić lepiej?",
      lead: "Dziękujemy za odpowiedź. Mamy jeszcze jedno pytanie:",
      ask: "Co możemy zrobić lepiej?"
    },
    "what would make it a nine or ten": {
      subject: "Czego potrzeba do oceny 9 lub 10?",
      lead: "Dziękujemy za odpowiedź. Mamy jeszcze jedno pytanie:",
      ask: "Co musiałoby się zmienić, aby dali nam Państwo 9 lub 10?"
    }
  },
  contactReply: "Wystarczy zdanie lub dwa w odpowiedzi na tę wiadomość.",
  recall: (score) => `Otrzymaliśmy od Państwa ocenę ${score} na 10. Dziękujemy za nią.`,
  quoted: "Państwa słowa:",
  cut: "W tym miejscu skróciliśmy tekst. Na stronie jest w całości.",
  no: "„Nie” można powiedzieć równie łatwo, na tej samej stronie. To równie dobra odpowiedź.",
  testimonialRequest: {
    subject: "Czy powiedzieliby to Państwo własnymi słowami?",
    ask: "Czy zechcieliby Państwo opisać, co było dobre, dla innych, którzy stoją przed tym samym wyborem?",
    use: "Taka wypowiedź jest dla osób, które zastanawiają się, czy wybrać naszą firmę. Pokazujemy ją tylko tam, gdzie wyrażą Państwo zgodę, a zgodę można wycofać w każdej chwili.",
    offer: "Może to być:",
    forms: {
      written: "kilka napisanych zdań",
      video: "krótki film",
      "case study": "studium przypadku, które napiszemy wspólnie z Państwem"
    },
    label: "Odpowiedz na tę prośbę"
  },
  consentRequest: {
    subject: "Czy możemy pokazać Państwa słowa innym?",
    ask: "Czy możemy je pokazać innym?",
    what: "Co byśmy pokazali:",
    scopes: {
      quote: "Państwa słowa",
      name: "Państwa imię i nazwisko",
      company: "nazwę Państwa firmy",
      photo: "Państwa zdjęcie",
      video: "Państwa film"
    },
    where: "Gdzie:",
    free: "Wybór należy do Państwa: bez Państwa „tak” niczego nie pokazujemy, a każde „tak” można wycofać w każdej chwili, jednym krokiem i bez podawania powodu.",
    label: "Odpowiedz „tak” lub „nie”"
  },
  referralRequest: {
    subject: "Czy znają Państwo kogoś, komu moglibyśmy pomóc?",
    ask: "Czy znają Państwo kogoś, kto jest dziś tam, gdzie kiedyś byli Państwo, i komu też moglibyśmy pomóc?",
    how: "Jeśli tak, prosimy opowiedzieć o nas osobiście, na swój sposób. Nie pytamy o nazwiska ani o adresy. Na tej stronie mogą Państwo dać nam znać, że tak się stało:",
    label: "Odpowiedz na tę prośbę"
  },
  reconfirmationRequest: {
    subject: "Czy nadal by Państwo tak powiedzieli?",
    lead: "Powiedzieli nam Państwo, co o nas myślą. Wszystko się zmienia, a my pokazujemy tylko słowa, które Państwo nadal podtrzymują.",
    ask: "Czy dziś też by Państwo tak powiedzieli?",
    label: "Odpowiedz „tak” lub „nie”",
    no: "„Nie” można powiedzieć równie łatwo, na tej samej stronie. Dopóki nie powiedzą Państwo „tak”, nie pokazujemy Państwa słów."
  },
  agreementRequest: {
    subject: "Czy możemy tak zredagować Państwa słowa?",
    lead: "Chcielibyśmy zredagować Państwa słowa, a decyzja należy do Państwa. Do tego czasu ich nie pokazujemy.",
    yours: "Państwa słowa w obecnej postaci:",
    edited: "Państwa słowa w postaci, w jakiej byśmy je pokazali:",
    ask: "Czy zgadzają się Państwo?",
    label: "Odpowiedz „tak” lub „nie”",
    no: "„Nie” można powiedzieć równie łatwo, na tej samej stronie. Jeśli odpowiedzą Państwo „nie” lub nie odpowiedzą wcale, Państwa słowa pozostaną takie, jakie są."
  },
  confirmation: {
    consent: {
      subject: "Odnotowaliśmy Państwa zgodę",
      lead: "Dziękujemy. Zgodzili się Państwo, abyśmy pokazywali Państwa słowa.",
      places: "Zgodzili się Państwo na te miejsca:",
      ...shown
    },
    publication: {
      subject: "Państwa słowa są opublikowane",
      lead: "Dziękujemy. Państwa słowa zostały opublikowane.",
      places: "Zgodnie z Państwa zgodą pokazujemy je w tych miejscach:",
      ...shown
    },
    withdrawal: {
      subject: "Nie pokazujemy już Państwa słów",
      lead: "Państwa słowa zostały wycofane: już ich nie pokazujemy.",
      places: "Dotyczy to także tych miejsc:",
      nowhere: "Dotyczy to wszystkich miejsc.",
      next: "Nie trzeba robić nic więcej. Na stronie widać, co odnotowaliśmy.",
      label: "Zobacz, co odnotowano"
    }
  },
  reviewRequest: {
    subject: (site) => `Czy zechcieliby Państwo napisać opinię w serwisie ${site}?`,
    lead: (site) =>
      `Znają nas Państwo z własnego doświadczenia. Inni też chcieliby wiedzieć, jak to jest: czy opowiedzieliby im Państwo o tym w serwisie ${site}?`,
    honest:
      "Prosimy napisać, co naprawdę Państwo myślą, czy to dobre, czy złe. To właśnie szczera opinia pomaga innym wybrać.",
    label: (site) => `Napisz opinię w serwisie ${site}`,
    open: (site) =>
      `Każdy może przeczytać to, co tam Państwo napiszą, i obowiązują zasady serwisu ${site}. Mogą Państwo tego nie robić.`
  },
  whyAsked: (brand) =>
    brand === undefined
      ? "Otrzymują Państwo tę wiadomość, ponieważ mieli Państwo z nami kontakt i liczy się Państwa opinia."
      : `Otrzymują Państwo tę wiadomość, ponieważ mieli Państwo kontakt z firmą ${brand} i liczy się Państwa opinia.`,
  whyAnswered: (brand) =>
    brand === undefined
      ? "Otrzymują Państwo tę wiadomość, ponieważ odpowiedzieli Państwo na nasze pytanie."
      : `Otrzymują Państwo tę wiadomość, ponieważ odpowiedzieli Państwo na pytanie firmy ${brand}.`,
  whyAuthor: (brand) =>
    brand === undefined
      ? "Otrzymują Państwo tę wiadomość, ponieważ powiedzieli nam Państwo, co myślą."
      : `Otrzymują Państwo tę wiadomość, ponieważ powiedzieli Państwo firmie ${brand}, co myślą.`,
  optOut: "Jeśli nie chcą Państwo otrzymywać takich wiadomości:",
  unsubscribe: "rezygnacja z wiadomości"
}
