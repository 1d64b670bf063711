/**
 * Finnish: how do we say it to a customer who reads Finnish?
 *
 * Everybody is "sinä", as is usual in business too. A name would take an ending, and not every name can be given one here: it
 * stands after a colon, or after the word for what it names ("yritykseen Acme").
 *
 * @since 0.1.0
 */
import type { Wording } from "../Wording.ts"

/** As long as words are shown, consent can be taken back. */
const shown = {
  nowhere: "Enää ei ole paikkaa, johon suostumuksesi ulottuisi, joten emme näytä niitä.",
  next: "Voit perua suostumuksesi milloin tahansa, yhdessä vaiheessa ja ilman perusteluja: tällä sivulla tai vain vastaamalla tähän viestiin.",
  label: "Peru suostumukseni"
}

/** @category languages @since 0.1.0 */
export const fi: Wording = {
  language: "fi",
  dir: "ltr",
  greeting: (name) => (name === undefined ? "Hei," : `Hei ${name},`),
  question: (subject) =>
    subject === undefined
      ? "Kuinka todennäköisesti suosittelisit meitä ystävälle tai kollegalle?"
      : `Kuinka todennäköisesti suosittelisit seuraavaa ystävälle tai kollegalle: ${subject}?`,
  low: "en lainkaan todennäköisesti",
  high: "erittäin todennäköisesti",
  until: (day) => `Voit vastata ${day} asti.`,
  invitation: {
    subject: (about) => (about === undefined ? "Yksi lyhyt kysymys" : `Yksi lyhyt kysymys aiheesta ${about}`),
    lead: "Meillä on sinulle yksi kysymys. Vastaa valitsemalla numero."
  },
  reminder: {
    subject: (about) =>
      about === undefined ? "Muistutus: yksi lyhyt kysymys" : `Muistutus: yksi lyhyt kysymys aiheesta ${about}`,
    lead: "Lähetimme sinulle jokin aika sitten yhden kysymyksen. Jos sinulla on hetki aikaa, vastaa valitsemalla numero."
  },
  thankYou: {
    subject: "Kiitos vastauksestasi",
    lead: "Kiitos, että käytit aikaasi vastaamiseen.",
    more: {
      promoter: "Mukava kuulla, että suosittelisit meitä.",
      passive: "Jos voisimme tehdä jotakin paremmin, vastaa vain tähän viestiin.",
      detractor:
        "Olemme pahoillamme, ettei kaikki mennyt niin kuin olisi pitänyt. Jos haluat kertoa lisää, vastaa vain tähän viestiin."
    }
  },
  contactRequest: {
    "what can we do better": {
      subject: "Mitä voisimme tehdä paremmin?",
      lead: "Kiitos vastauksestasi. Meille jäi yksi kysymys:",
      ask: "Mitä voisimme tehdä paremmin?"
    },
    "what would make it a nine or ten": {
      subject: "Mitä arvosanaan 9 tai 10 tarvittaisiin?",
      lead: "Kiitos vastauksestasi. Meille jäi yksi kysymys:",
      ask: "Minkä pitäisi muuttua, jotta antaisit meille arvosanan 9 tai 10?"
    }
  },
  contactReply: "Lause tai kaksi riittää hyvin: vastaa vain tähän viestiin.",
  recall: (score) => `Annoit meille arvosanan ${score}, kun paras on 10. Kiitos siitä.`,
  quoted: "Sanasi:",
  cut: "Olemme lyhentäneet tekstiä tässä. Sivulla se on kokonaan.",
  no: "Voit yhtä helposti vastata samalla sivulla ”ei”. Se on aivan yhtä hyvä vastaus.",
  testimonialRequest: {
    subject: "Kertoisitko sen omin sanoin?",
    ask: "Kertoisitko omin sanoin, mikä oli hyvää, muille saman valinnan edessä oleville?",
    use: "Se on tarkoitettu ihmisille, jotka harkitsevat asiakkaaksemme ryhtymistä. Näytämme sen vain siellä, missä annat siihen luvan, ja voit perua luvan milloin tahansa.",
    offer: "Se voi olla:",
    forms: {
      written: "muutama kirjoitettu lause",
      video: "lyhyt video",
      "case study": "asiakastarina, jonka kirjoitamme yhdessä kanssasi"
    },
    label: "Vastaa tähän pyyntöön"
  },
  consentRequest: {
    subject: "Saammeko näyttää sanasi muille?",
    ask: "Saammeko näyttää ne muille?",
    what: "Mitä näyttäisimme:",
    scopes: {
      quote: "sanasi",
      name: "nimesi",
      company: "yrityksesi nimen",
      photo: "valokuvasi",
      video: "videosi"
    },
    where: "Missä:",
    free: "Valinta on vapaa: ilman suostumustasi emme näytä mitään, ja voit perua suostumuksesi milloin tahansa, yhdessä vaiheessa ja ilman perusteluja.",
    label: "Vastaa kyllä tai ei"
  },
  referralRequest: {
    subject: "Tunnetko jonkun, jota voisimme auttaa?",
    ask: "Tunnetko jonkun, joka on nyt siinä, missä itse kerran olit, ja jota voisimme myös auttaa?",
    how: "Jos tunnet, kerro meistä itse, omalla tavallasi. Emme kysy nimiä emmekä osoitteita. Tällä sivulla voit ilmoittaa meille, että olet kertonut:",
    label: "Vastaa tähän pyyntöön"
  },
  reconfirmationRequest: {
    subject: "Sanoisitko niin edelleen?",
    lead: "Olet kertonut, mitä ajattelet meistä. Asiat muuttuvat, ja näytämme vain sanoja, joiden takana yhä seisot.",
    ask: "Sanoisitko niin vielä tänään?",
    label: "Vastaa kyllä tai ei",
    no: "Voit yhtä helposti vastata samalla sivulla ”ei”. Emme näytä sanojasi, ennen kuin olet vastannut ”kyllä”."
  },
  agreementRequest: {
    subject: "Saammeko muokata sanojasi näin?",
    lead: "Haluaisimme muokata sanojasi, ja päätös on sinun. Siihen asti emme näytä niitä.",
    yours: "Sanasi sellaisina kuin ne ovat:",
    edited: "Sanasi sellaisina kuin näyttäisimme ne:",
    ask: "Sopiiko tämä sinulle?",
    label: "Vastaa kyllä tai ei",
    no: "Voit yhtä helposti vastata samalla sivulla ”ei”. Jos vastaat ”ei” tai et vastaa lainkaan, sanasi pysyvät sellaisina kuin ne ovat."
  },
  confirmation: {
    consent: {
      subject: "Olemme kirjanneet suostumuksesi",
      lead: "Kiitos. Suostuit siihen, että näytämme sanasi muille.",
      places: "Suostumuksesi koskee näitä paikkoja:",
      ...shown
    },
    publication: {
      subject: "Sanasi on julkaistu",
      lead: "Kiitos. Sanasi on nyt julkaistu.",
      places: "Näytämme ne suostumuksesi mukaisesti näissä paikoissa:",
      ...shown
    },
    withdrawal: {
      subject: "Emme enää näytä sanojasi",
      lead: "Sanasi on vedetty pois: emme enää näytä niitä.",
      places: "Tämä koskee myös näitä paikkoja:",
      nowhere: "Tämä koskee kaikkia paikkoja.",
      next: "Sinun ei tarvitse tehdä muuta. Sivulla näkyy, mitä olemme kirjanneet.",
      label: "Katso, mitä on kirjattu"
    }
  },
  reviewRequest: {
    subject: (site) => `Kirjoittaisitko arvostelun sivustolle ${site}?`,
    lead: (site) =>
      `Tiedät, millaista on olla asiakkaanamme. Muutkin haluaisivat tietää sen: kertoisitko siitä sivustolla ${site}?`,
    honest: "Kirjoita, mitä todella ajattelet, hyvää tai huonoa. Juuri rehellinen arvostelu auttaa muita valitsemaan.",
    label: (site) => `Kirjoita arvostelu sivustolle ${site}`,
    open: (site) =>
      `Kaikki voivat lukea, mitä kirjoitat sinne, ja sivuston ${site} säännöt ovat voimassa. Voit aivan hyvin jättää kirjoittamatta.`
  },
  whyAsked: (brand) =>
    brand === undefined
      ? "Sait tämän viestin, koska olet ollut yhteydessä meihin ja mielipiteesi on tärkeä."
      : `Sait tämän viestin, koska olet ollut yhteydessä yritykseen ${brand} ja mielipiteesi on tärkeä.`,
  whyAnswered: (brand) =>
    brand === undefined
      ? "Sait tämän viestin, koska vastasit kysymykseemme."
      : `Sait tämän viestin, koska vastasit yrityksen ${brand} kysymykseen.`,
  whyAuthor: (brand) =>
    brand === undefined
      ? "Sait tämän viestin, koska olet kertonut meille, mitä ajattelet."
      : `Sait tämän viestin, koska olet kertonut yritykselle ${brand}, mitä ajattelet.`,
  optOut: "Jos et enää halua tällaisia viestejä:",
  unsubscribe: "lopeta viestit"
}
