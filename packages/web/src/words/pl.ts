/**
 * Polish: what do the pages say to a Polish reader?
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import type { Words } from "../Words.ts"

const plural = new Intl.PluralRules("pl")

/** „1 opinia, 2 opinie, 5 opinii”. */
const testimonials = (n: number): string =>
  ({ one: "opinia", few: "opinie", many: "opinii", other: "opinii", two: "opinie", zero: "opinii" })[plural.select(n)]

/** @category languages @since 0.1.0 */
export const pl: Words = {
  lang: "pl",
  dir: "ltr",
  question: Option.match({
    onNone: () => "Jak bardzo prawdopodobne jest, że polecą nas Państwo znajomemu lub współpracownikowi?",
    onSome: (subject) =>
      `Jak bardzo prawdopodobne jest, że polecą Państwo „${subject}” znajomemu lub współpracownikowi?`
  }),
  lowest: "Zupełnie nieprawdopodobne",
  highest: "Niezwykle prawdopodobne",
  untilSent: "Nic nie zostanie zapisane przed naciśnięciem przycisku.",
  send: "Wyślij",
  thanks: "Dziękujemy",
  recorded: (score) => `Państwa odpowiedź jest zapisana: ${score}.`,
  changeable: "Można ją zmienić aż do zamknięcia ankiety.",
  why: "Jaki jest główny powód tej oceny?",
  whyHint: "Własnymi słowami. To pole może pozostać puste.",
  save: "Zapisz",
  problem: "Coś jest nie tak",
  problems: {
    "no score": "Proszę wybrać liczbę od 0 do 10.",
    "not a score": "Wysłano coś, co nie jest liczbą od 0 do 10. Proszę wybrać jedną z jedenastu.",
    "unreadable comment":
      "W tekście są znaki, których nie możemy odczytać. Są zaznaczone poniżej: proszę je zastąpić i wysłać tekst ponownie.",
    "long comment": "Tekst ma ponad 10 000 znaków. Nadal jest poniżej: proszę go skrócić i wysłać ponownie.",
    "not saved":
      "Nie mogliśmy teraz tego zapisać. Wpisane dane nadal tu są: proszę wysłać je ponownie za minutę. Wysłane dwa razy liczą się raz."
  },
  optOut: {
    title: "Nie chcą Państwo już od nas nic otrzymywać?",
    text: "Wystarczy nacisnąć przycisk, a nie wyślemy już żadnych ankiet, przypomnień ani próśb.",
    confirm: "Nie wysyłajcie mi nic więcej"
  },
  preferences: {
    lead: "A może wolą Państwo otrzymywać mniej?",
    wishes: {
      "less often": { label: "Rzadziej", text: "Zostawiamy dwa razy więcej czasu między wiadomościami." },
      pause: { label: "Trzy miesiące przerwy", text: "Przez trzy miesiące nic nie wysyłamy." },
      "not this topic": { label: "Nic więcej na ten temat", text: "Nie pytamy o to ponownie." }
    },
    noted: {
      "less often": "Zapisano: piszemy rzadziej.",
      pause: (until) => `Zapisano: do ${until} r. nic nie wysyłamy.`,
      "not this topic": "Zapisano: nie pytamy ponownie na ten temat."
    }
  },
  consent: {
    version: "pl 1",
    what: "Co możemy pokazać?",
    whatAt: (place) => `Co możemy pokazać w tym miejscu: ${place}?`,
    free: "Każde pole to Państwa wolny wybór. Czego Państwo nie zaznaczą, tego nie pokażemy.",
    scopes: {
      quote: "Moje słowa",
      name: "Moje imię i nazwisko oraz stanowisko",
      company: "Nazwę mojej firmy",
      photo: "Moje zdjęcie",
      video: "Moje nagranie wideo"
    },
    where: "Gdzie możemy to pokazać?",
    takeBack:
      "Zgodę można wycofać w każdej chwili, jednym krokiem, przez link w naszej wiadomości. Od tej pory już tego nie pokazujemy; tego, co wydrukowano lub wysłano, nie możemy cofnąć."
  },
  author: {
    testimonial: {
      title: "Czy zechcą Państwo ująć to w słowa dla innych?",
      text: "Proszę powiedzieć to tak, jak przyjacielowi: i dobre, i złe. Zachowujemy wszystko, co Państwo napiszą; pokazujemy tylko to, na co poniżej jest zgoda."
    },
    forms: {
      legend: "Co chcieliby nam Państwo dać?",
      only: "Proszę wypełnić tylko to, co dotyczy wyboru.",
      written: { label: "Słowa na piśmie" },
      video: {
        label: "Nagranie wideo",
        hint: "Pozostaje tam, gdzie jest przechowywane: potrzebujemy jego adresu. Jako własne słowa proszę wpisać to, co w nim powiedziano."
      },
      "case study": { label: "Studium przypadku" }
    },
    fields: {
      words: { label: "Państwa słowa", hint: "Najwyżej 10 000 znaków." },
      video: { label: "Adres nagrania", hint: "Zaczyna się od https://" },
      poster: { label: "Adres obrazu pokazywanego przed odtworzeniem", hint: "Zaczyna się od https://" },
      captions: { label: "Adres napisów", hint: "Plik WebVTT. Zaczyna się od https://" },
      language: { label: "Język napisów", hint: "Kod języka, na przykład en, fr lub pt-BR." },
      title: { label: "Tytuł studium przypadku" },
      study: { label: "Adres studium przypadku", hint: "Zaczyna się od https://" },
      name: { label: "Imię i nazwisko" },
      role: { label: "Stanowisko", hint: "Na przykład „kierownik zakupów”." },
      company: { label: "Firma" },
      disclosure: {
        label: "Jeśli łączy nas coś więcej: co powinni wiedzieć czytelnicy?",
        hint: "Na przykład „pracuje u nas” albo „brat założycielki”. Stoi to obok Państwa słów."
      }
    },
    optional: "nieobowiązkowe",
    about: "O Państwu",
    standing: "Co Państwa z nami łączy?",
    standings: {
      customer: "Klient i nic więcej",
      employee: "Pracuję u was",
      owner: "Część firmy należy do mnie",
      partner: "Partner biznesowy",
      family: "Rodzina lub bliski przyjaciel kogoś stąd",
      other: "Coś innego"
    },
    consent: {
      title: "Czy możemy pokazać Państwa słowa?",
      text: "Oto te słowa. Nie jest tak samo dobre jak tak."
    },
    referral: {
      title: "Czy opowiedzieli Państwo komuś o nas?",
      text: "Nie pytamy o nazwiska. Nie jest tak samo dobre jak tak."
    },
    reconfirmation: {
      title: "Czy Państwa słowa są nadal aktualne?",
      text: "Dopóki nie powiedzą Państwo tak, nie pokazujemy ich. Po odpowiedzi nie nigdy więcej ich nie pokażemy."
    },
    agreement: {
      title: "Czy zgadzają się Państwo na tę zmianę?",
      text: "Chcielibyśmy pokazać Państwa słowa w ten sposób. Bez Państwa zgody nic się nie zmieni.",
      original: "Państwa słowa",
      edited: "Tak, jak byśmy je pokazali"
    },
    confirmation: {
      consent: {
        title: "Mamy zgodę na pokazywanie Państwa słów",
        text: "Można ją tu wycofać w każdej chwili, jednym krokiem."
      },
      publication: {
        title: "Państwa słowa są opublikowane",
        text: "Można je tu wycofać w każdej chwili, jednym krokiem."
      },
      withdrawal: { title: "Państwa słowa nie są już pokazywane", text: "Zostały wycofane na zawsze." }
    },
    replies: {
      Testimonial: "Wyślij moje słowa",
      Consent: "Tak, pokażcie to, co zaznaczono",
      Withdraws: "Wycofaj wszystko",
      Refers: "Tak, już o tym komuś wspomniano",
      Declines: "Nie, dziękuję",
      Stands: "Tak, są aktualne",
      StandsNot: "Nie, już nie",
      Agrees: "Tak, zgadzam się",
      Refuses: "Nie, zostawcie je bez zmian"
    },
    noted: {
      Testimonial: {
        title: "Dziękujemy za Państwa słowa",
        text: "Są zapisane. Nigdzie ich nie pokażemy bez Państwa zgody ani zanim sami ich nie przeczytamy."
      },
      Consent: { title: "Dziękujemy", text: "Zapisaliśmy, na co jest zgoda, i nic innego nie pokazujemy." },
      Withdraws: {
        title: "Wycofano",
        text: "W ciągu minuty Państwa słowa znikną z naszych stron i nic więcej nie trzeba robić."
      },
      Refers: { title: "Dziękujemy za polecenie", text: "Zapisaliśmy to." },
      Declines: { title: "W porządku", text: "Zapisaliśmy odpowiedź odmowną." },
      Stands: { title: "Dziękujemy", text: "Zapisaliśmy, że Państwa słowa są aktualne." },
      StandsNot: {
        title: "Dziękujemy za szczerość",
        text: "Zapisaliśmy to i nie pokazujemy już Państwa słów."
      },
      Agrees: { title: "Dziękujemy", text: "Zapisaliśmy zgodę na zmianę." },
      Refuses: { title: "W porządku", text: "Zapisaliśmy odpowiedź odmowną: Państwa słowa zostają, jakie były." }
    },
    answered: "Odpowiedź już padła i jest zapisana.",
    withdrawing: "Swoje słowa i wszystkie zgody można wycofać jednym krokiem. Jest to ostateczne.",
    back: "Wróć do pytania",
    kept: "Co Państwo napisali",
    labelled: (label, text) => `${label}: ${text}`,
    faults: {
      missing: "To jest potrzebne: proszę wypełnić.",
      unreadable: "Są tu znaki, których nie możemy odczytać. Proszę je zastąpić i wysłać ponownie.",
      "no address": "Tego adresu nie możemy użyć: musi się zaczynać od https://, na przykład https://example.com/mine.",
      "no language": "To nie jest kod języka: proszę wpisać na przykład en, fr lub pt-BR.",
      "other kind": "W polach innego wyboru coś jest. Proszę wybrać tamten albo opróżnić jego pola.",
      "only a customer": "Wybrano „Klient i nic więcej”. Proszę opróżnić to pole albo wybrać coś innego.",
      "nothing ticked": "Nic nie zaznaczono. Proszę zaznaczyć, co możemy pokazać, albo nacisnąć „Nie, dziękuję”.",
      "no place": "Zaznaczono, co możemy pokazać, ale nie gdzie. Proszę zaznaczyć też miejsce albo usunąć zaznaczenia.",
      "no scope": "Zaznaczono, gdzie możemy to pokazać, ale nie co. Proszę zaznaczyć i to albo usunąć zaznaczenia.",
      "question changed":
        "Pytanie zmieniło się od otwarcia strony. Proszę przeczytać je ponownie i zaznaczyć, na co jest zgoda.",
      "no reply": "Nie udało się rozpoznać, który przycisk naciśnięto. Proszę nacisnąć ponownie."
    },
    tooLong: (most) =>
      `Tekst ma ponad ${most.toLocaleString("pl")} znaków. Nadal tu jest: proszę go skrócić i wysłać ponownie.`
  },
  wall: {
    title: "Opinie klientów",
    count: (n) => `${n.toLocaleString("pl")} ${testimonials(n)}`,
    average: (stars, n) => `${stars} z 5 gwiazdek, średnio; opinii: ${n.toLocaleString("pl")}`,
    stars: (n) => `${n} z 5 gwiazdek`,
    anonymous: "Anonimowo",
    video: "Otwórz nagranie",
    caseStudy: "Przeczytaj studium przypadku",
    empty: "W tej chwili nie ma nic do pokazania.",
    policy: "Jak zbieramy i sprawdzamy opinie"
  },
  notices: {
    "opted out": {
      title: "Nie dostaną już Państwo od nas nic",
      text: "Zapisano: nie wysyłamy już żadnych ankiet, przypomnień ani próśb."
    },
    "survey closed": {
      title: "Ta ankieta jest zamknięta",
      text: "Nie przyjmuje już odpowiedzi i nic nie zapisano. Dziękujemy za chęć odpowiedzi."
    },
    "link run out": {
      title: "Ten link wygasł",
      text: "Nic nie zapisano. Proszę użyć linku z nowszej wiadomości od nas albo na nią odpowiedzieć."
    },
    "link changed": {
      title: "Ten link nie działa",
      text: "Po drodze został ucięty lub zmieniony. Nic nie zapisano. Proszę otworzyć link z naszej wiadomości ponownie, w całości."
    },
    "message unknown": {
      title: "Nie znamy tego linku",
      text: "Nie możemy znaleźć wiadomości, do której należy. Nic nie zapisano."
    },
    "reply refused": {
      title: "Na to nie można już odpowiedzieć",
      text: "Czas minął albo chodziło o coś, co się od tego czasu zmieniło. Nic nie zapisano. Jeśli chcą nam Państwo jeszcze coś powiedzieć, proszę odpowiedzieć na naszą wiadomość."
    },
    "not saved": {
      title: "Nie mogliśmy teraz tego zapisać",
      text: "Wpisane dane nadal tu są: proszę wysłać je ponownie za minutę. Wysłane dwa razy liczą się raz."
    },
    "wall read only": { title: "Ścianę można tylko czytać", text: "Proszę pobrać ją metodą GET." },
    "wall unknown": { title: "Nie ma takiej ściany", text: "Proszę sprawdzić adres." },
    "wall unavailable": {
      title: "Opinii nie można teraz pokazać",
      text: "Proszę spróbować ponownie za minutę."
    },
    "no page": {
      title: "Tu nie ma żadnej strony",
      text: "Proszę otworzyć link z naszej wiadomości ponownie, w całości."
    },
    "wrong method": {
      title: "Ta strona tego nie potrafi",
      text: "Nic nie zapisano. Proszę otworzyć link z naszej wiadomości ponownie i użyć formularza na stronie."
    },
    "wrong type": {
      title: "Nie możemy odczytać tego formularza",
      text: "Wysłano go w innym formacie niż nasza strona. Nic nie zapisano. Proszę użyć formularza na stronie."
    },
    "too large": {
      title: "To było za dużo",
      text: "Tekst może mieć najwyżej 10 000 znaków. Nic nie zapisano. Proszę wrócić, skrócić go i wysłać ponownie."
    },
    "too slow": {
      title: "Trwało to zbyt długo",
      text: "Połączenie było zbyt wolne i nic nie zapisano. Proszę wrócić i wysłać ponownie."
    },
    "cut off": {
      title: "Połączenie zostało przerwane",
      text: "Dotarła tylko część formularza i nic nie zapisano. Proszę wrócić i wysłać ponownie."
    },
    unavailable: {
      title: "Proszę spróbować ponownie za minutę",
      text: "Nie mamy teraz dostępu do naszych zapisów. Link nadal działa."
    },
    failed: {
      title: "Coś się u nas nie powiodło",
      text: "Odnotowaliśmy to. Link nadal działa: proszę spróbować później."
    }
  }
}
