/**
 * Finnish: what do the pages say to a Finnish reader?
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import type { Words } from "../Words.ts"

/** @category languages @since 0.1.0 */
export const fi: Words = {
  lang: "fi",
  dir: "ltr",
  question: Option.match({
    onNone: () => "Kuinka todennäköisesti suosittelisit meitä ystävälle tai kollegalle?",
    onSome: (subject) => `Kuinka todennäköisesti suosittelisit seuraavaa ystävälle tai kollegalle: ${subject}?`
  }),
  lowest: "En lainkaan todennäköisesti",
  highest: "Erittäin todennäköisesti",
  untilSent: "Mitään ei tallenneta, ennen kuin painat painiketta.",
  send: "Lähetä",
  thanks: "Kiitos",
  recorded: (score) => `Vastauksesi on tallennettu: ${score}.`,
  changeable: "Voit muuttaa sitä, kunnes kysely sulkeutuu.",
  why: "Mikä on arvosanasi tärkein syy?",
  whyHint: "Omin sanoin. Voit jättää tämän tyhjäksi.",
  save: "Tallenna",
  problem: "Jokin on vialla",
  problems: {
    "no score": "Valitse numero väliltä 0–10.",
    "not a score": "Lähetetty ei ole numero väliltä 0–10. Valitse yksi yhdestätoista.",
    "unreadable comment":
      "Tekstissäsi on merkkejä, joita emme pysty lukemaan. Ne on merkitty alle: korvaa ne ja lähetä teksti uudelleen.",
    "long comment": "Tekstisi on yli 10 000 merkkiä pitkä. Se on yhä alla: lyhennä sitä ja lähetä se uudelleen.",
    "not saved":
      "Emme voineet tallentaa tätä juuri nyt. Kirjoittamasi on yhä tässä: lähetä se uudelleen minuutin kuluttua. Kahdesti lähetetty lasketaan kerran."
  },
  optOut: {
    title: "Etkö halua enää kuulla meistä?",
    text: "Paina painiketta, niin emme lähetä sinulle enää kyselyjä, muistutuksia emmekä pyyntöjä.",
    confirm: "Älkää lähettäkö enää"
  },
  preferences: {
    lead: "Vai haluaisitko mieluummin vähemmän?",
    wishes: {
      "less often": { label: "Harvemmin", text: "Jätämme viestiemme väliin kaksi kertaa niin paljon aikaa." },
      pause: { label: "Kolmen kuukauden tauko", text: "Emme lähetä sinulle mitään kolmeen kuukauteen." },
      "not this topic": { label: "Ei enää tästä aiheesta", text: "Emme kysy siitä enää." }
    },
    noted: {
      "less often": "Tallennettu: kirjoitamme sinulle harvemmin.",
      pause: (until) => `Tallennettu: emme lähetä sinulle mitään ennen päivää ${until}.`,
      "not this topic": "Tallennettu: emme kysy tästä aiheesta enää."
    }
  },
  consent: {
    version: "fi 1",
    what: "Mitä saamme näyttää?",
    whatAt: (place) => `Mitä saamme näyttää tässä paikassa: ${place}?`,
    free: "Jokainen ruutu on vapaa valintasi. Mitä et merkitse, sitä emme näytä.",
    scopes: {
      quote: "Sanani",
      name: "Nimeni ja tehtäväni",
      company: "Yritykseni nimen",
      photo: "Valokuvani",
      video: "Videoni"
    },
    where: "Missä saamme näyttää sen?",
    takeBack:
      "Voit perua tämän milloin tahansa, yhdessä vaiheessa, viestimme linkistä. Siitä lähtien emme enää näytä sitä; jo painettua tai lähetettyä emme voi kutsua takaisin."
  },
  author: {
    testimonial: {
      title: "Pukisitko sen sanoiksi muita varten?",
      text: "Sano se niin kuin sanoisit ystävälle, hyvä ja huono. Säilytämme kaiken, mitä kirjoitat; näytämme vain sen, minkä sallit alla."
    },
    forms: {
      legend: "Mitä haluaisit antaa meille?",
      only: "Täytä vain se, mikä kuuluu valintaasi.",
      written: { label: "Kirjoitetut sanat" },
      video: {
        label: "Video",
        hint: "Se pysyy siellä, missä säilytät sitä: tarvitsemme sen osoitteen. Kirjoita sanoiksesi se, mitä siinä sanotaan."
      },
      "case study": { label: "Asiakastarina" }
    },
    fields: {
      words: { label: "Sanasi", hint: "Enintään 10 000 merkkiä." },
      video: { label: "Videon osoite", hint: "Sen alussa on https://" },
      poster: { label: "Ennen toistoa näytettävän kuvan osoite", hint: "Sen alussa on https://" },
      captions: { label: "Tekstityksen osoite", hint: "WebVTT-tiedosto. Sen alussa on https://" },
      language: { label: "Tekstityksen kieli", hint: "Kielikoodi, esimerkiksi en, fr tai pt-BR." },
      title: { label: "Asiakastarinan otsikko" },
      study: { label: "Asiakastarinan osoite", hint: "Sen alussa on https://" },
      name: { label: "Nimesi" },
      role: { label: "Tehtäväsi", hint: "Esimerkiksi ”hankintapäällikkö”." },
      company: { label: "Yrityksesi" },
      disclosure: {
        label: "Jos olet muutakin kuin asiakas: mitä lukijoiden pitäisi tietää?",
        hint: "Esimerkiksi ”työskentelee meillä” tai ”perustajan veli”. Se näkyy sanojesi vieressä."
      }
    },
    optional: "vapaaehtoinen",
    about: "Sinusta",
    standing: "Mikä on suhteesi meihin?",
    standings: {
      customer: "Asiakas, en muuta",
      employee: "Olen teillä töissä",
      owner: "Omistan osan yrityksestä",
      partner: "Liikekumppani",
      family: "Jonkun täällä työskentelevän perhettä tai läheinen ystävä",
      other: "Jotakin muuta"
    },
    consent: {
      title: "Saammeko näyttää sanasi?",
      text: "Nämä ovat sanat. Ei on yhtä hyvä kuin kyllä."
    },
    referral: {
      title: "Oletko kertonut meistä jollekulle?",
      text: "Emme kysy nimiä. Ei on yhtä hyvä kuin kyllä."
    },
    reconfirmation: {
      title: "Pitävätkö sanasi yhä paikkansa?",
      text: "Emme näytä niitä, ennen kuin sanot kyllä. Jos sanot ei, emme näytä niitä enää koskaan."
    },
    agreement: {
      title: "Hyväksytkö tämän muutoksen?",
      text: "Haluaisimme näyttää sanasi näin. Ilman kyllä-vastaustasi mikään ei muutu.",
      original: "Sanasi",
      edited: "Niin kuin näyttäisimme ne"
    },
    confirmation: {
      consent: {
        title: "Annoit meille luvan näyttää sanasi",
        text: "Voit perua luvan tässä milloin tahansa, yhdessä vaiheessa."
      },
      publication: {
        title: "Sanasi on julkaistu",
        text: "Voit perua ne tässä milloin tahansa, yhdessä vaiheessa."
      },
      withdrawal: { title: "Sanojasi ei enää näytetä", text: "Ne on peruttu lopullisesti." }
    },
    replies: {
      Testimonial: "Lähetä sanani",
      Consent: "Kyllä, näyttäkää merkitsemäni",
      Withdraws: "Peru kaikki",
      Refers: "Kyllä, kerroin jollekulle",
      Declines: "Ei kiitos",
      Stands: "Kyllä, pitävät",
      StandsNot: "Ei, eivät enää",
      Agrees: "Kyllä, hyväksyn",
      Refuses: "Ei, jättäkää ne ennalleen"
    },
    noted: {
      Testimonial: {
        title: "Kiitos sanoistasi",
        text: "Ne on tallennettu. Niitä ei näytetä missään ilman lupaasi eikä ennen kuin olemme lukeneet ne."
      },
      Consent: { title: "Kiitos", text: "Tallensimme, mitä sallit, emmekä näytä muuta." },
      Withdraws: {
        title: "Se on peruttu",
        text: "Sanasi ovat poissa sivuiltamme minuutin kuluessa, eikä sinun tarvitse tehdä muuta."
      },
      Refers: { title: "Kiitos, että kerroit", text: "Se on tallennettu." },
      Declines: { title: "Hyvä niin", text: "Tallensimme kieltävän vastauksesi." },
      Stands: { title: "Kiitos", text: "Tallensimme, että sanasi pitävät paikkansa." },
      StandsNot: {
        title: "Kiitos suoruudestasi",
        text: "Se on tallennettu, emmekä enää näytä sanojasi."
      },
      Agrees: { title: "Kiitos", text: "Tallensimme, että hyväksyt muutoksen." },
      Refuses: { title: "Hyvä niin", text: "Tallensimme kieltävän vastauksesi: sanasi jäävät ennalleen." }
    },
    answered: "Olet jo vastannut tähän, ja vastaus on tallennettu.",
    withdrawing: "Voit perua sanasi ja kaiken, minkä olet sallinut, yhdessä vaiheessa. Se on lopullista.",
    back: "Takaisin kysymykseen",
    kept: "Mitä kirjoitit",
    labelled: (label, text) => `${label}: ${text}`,
    faults: {
      missing: "Tämä tarvitaan: täytä se.",
      unreadable: "Tässä on merkkejä, joita emme pysty lukemaan. Korvaa ne ja lähetä uudelleen.",
      "no address":
        "Tämä ei ole osoite, jota voimme käyttää: sen alussa on oltava https://, esimerkiksi https://example.com/mine.",
      "no language": "Tämä ei ole kielikoodi: kirjoita esimerkiksi en, fr tai pt-BR.",
      "other kind": "Toisen valinnan kentissä on jotakin. Valitse se tai tyhjennä sen kentät.",
      "only a customer": "Valitsit ”Asiakas, en muuta”. Tyhjennä tämä tai valitse, mitä muuta olet.",
      "nothing ticked": "Mitään ei ole merkitty. Merkitse, mitä saamme näyttää, tai paina ”Ei kiitos”.",
      "no place": "Merkitsit, mitä saamme näyttää, mutta et missä. Merkitse myös paikka tai poista kaikki merkit.",
      "no scope": "Merkitsit, missä saamme näyttää sen, mutta et mitä. Merkitse sekin tai poista kaikki merkit.",
      "question changed":
        "Kysymys on muuttunut sen jälkeen, kun avasit sivun. Lue se uudelleen ja merkitse, mitä sallit.",
      "no reply": "Emme saaneet selville, mitä painiketta painoit. Paina sitä uudelleen."
    },
    tooLong: (most) =>
      `Tämä on yli ${most.toLocaleString("fi")} merkkiä pitkä. Se on yhä tässä: lyhennä sitä ja lähetä se uudelleen.`
  },
  wall: {
    title: "Asiakkaiden sanoin",
    count: (n) => (n === 1 ? "1 suositus" : `${n.toLocaleString("fi")} suositusta`),
    average: (stars, n) => `${stars}/5 tähteä keskimäärin, suosituksia ${n.toLocaleString("fi")}`,
    stars: (n) => `${n}/5 tähteä`,
    anonymous: "Nimetön",
    video: "Avaa video",
    caseStudy: "Lue asiakastarina",
    empty: "Juuri nyt ei ole mitään näytettävää.",
    policy: "Näin keräämme ja tarkistamme suositukset"
  },
  notices: {
    "opted out": {
      title: "Et saa meiltä enää mitään",
      text: "Se on tallennettu: emme lähetä sinulle enää kyselyjä, muistutuksia emmekä pyyntöjä."
    },
    "survey closed": {
      title: "Kysely on suljettu",
      text: "Siihen ei voi enää vastata, eikä mitään tallennettu. Kiitos, että halusit vastata."
    },
    "link run out": {
      title: "Linkki on vanhentunut",
      text: "Mitään ei tallennettu. Käytä uudemman viestimme linkkiä tai vastaa siihen."
    },
    "link changed": {
      title: "Linkki ei toimi",
      text: "Se katkesi tai muuttui matkalla. Mitään ei tallennettu. Avaa viestimme linkki uudelleen kokonaisena."
    },
    "message unknown": {
      title: "Emme tunne tätä linkkiä",
      text: "Emme löydä viestiä, johon se kuuluu. Mitään ei tallennettu."
    },
    "reply refused": {
      title: "Tähän ei voi enää vastata",
      text: "Aika on päättynyt, tai se koski jotakin, mikä on sittemmin muuttunut. Mitään ei tallennettu. Jos haluat yhä kertoa meille jotakin, vastaa viestiimme."
    },
    "not saved": {
      title: "Emme voineet tallentaa tätä juuri nyt",
      text: "Kirjoittamasi on yhä tässä: lähetä se uudelleen minuutin kuluttua. Kahdesti lähetetty lasketaan kerran."
    },
    "wall read only": { title: "Seinää voi vain lukea", text: "Pyydä se GET-menetelmällä." },
    "wall unknown": { title: "Sellaista seinää ei ole", text: "Tarkista osoite." },
    "wall unavailable": {
      title: "Suosituksia ei voi näyttää juuri nyt",
      text: "Yritä uudelleen minuutin kuluttua."
    },
    "no page": { title: "Täällä ei ole sivua", text: "Avaa viestimme linkki uudelleen kokonaisena." },
    "wrong method": {
      title: "Tämä sivu ei osaa sitä",
      text: "Mitään ei tallennettu. Avaa viestimme linkki uudelleen ja käytä sivun lomaketta."
    },
    "wrong type": {
      title: "Emme pysty lukemaan tätä lomaketta",
      text: "Se lähetettiin muussa muodossa kuin sivumme. Mitään ei tallennettu. Käytä sivun lomaketta."
    },
    "too large": {
      title: "Se oli liikaa",
      text: "Tekstissä saa olla enintään 10 000 merkkiä. Mitään ei tallennettu. Palaa takaisin, lyhennä sitä ja lähetä se uudelleen."
    },
    "too slow": {
      title: "Se kesti liian kauan",
      text: "Yhteys oli liian hidas, eikä mitään tallennettu. Palaa takaisin ja lähetä uudelleen."
    },
    "cut off": {
      title: "Yhteys katkesi",
      text: "Vain osa lomakkeesta saapui, eikä mitään tallennettu. Palaa takaisin ja lähetä uudelleen."
    },
    unavailable: {
      title: "Yritä uudelleen minuutin kuluttua",
      text: "Emme pääse tietoihimme juuri nyt. Linkkisi toimii edelleen."
    },
    failed: {
      title: "Meillä meni jokin vikaan",
      text: "Olemme merkinneet sen muistiin. Linkkisi toimii edelleen: yritä myöhemmin uudelleen."
    }
  }
}
