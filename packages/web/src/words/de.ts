/**
 * German: what do the pages say to a German reader?
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import type { Words } from "../Words.ts"

/** @category languages @since 0.1.0 */
export const de: Words = {
  lang: "de",
  dir: "ltr",
  question: (subject) =>
    `Wie wahrscheinlich ist es, dass Sie ${Option.getOrElse(subject, () => "uns")} einem Freund oder Kollegen weiterempfehlen?`,
  lowest: "Überhaupt nicht wahrscheinlich",
  highest: "Äußerst wahrscheinlich",
  untilSent: "Es wird nichts gespeichert, bevor Sie auf die Schaltfläche drücken.",
  send: "Senden",
  thanks: "Vielen Dank",
  recorded: (score) => `Ihre Antwort ist gespeichert: ${score}.`,
  changeable: "Sie können sie ändern, bis diese Umfrage endet.",
  why: "Was ist der wichtigste Grund für Ihre Bewertung?",
  whyHint: "In Ihren eigenen Worten. Sie können dieses Feld leer lassen.",
  save: "Speichern",
  problem: "Etwas stimmt nicht",
  problems: {
    "no score": "Wählen Sie eine Zahl von 0 bis 10.",
    "not a score": "Was gesendet wurde, ist keine Zahl von 0 bis 10. Wählen Sie eine der elf.",
    "unreadable comment":
      "Ihr Text enthält Zeichen, die wir nicht lesen können. Sie sind unten markiert: Ersetzen Sie sie, und senden Sie den Text noch einmal.",
    "long comment":
      "Ihr Text ist länger als 10.000 Zeichen. Er steht noch unten: Kürzen Sie ihn, und senden Sie ihn noch einmal.",
    "not saved":
      "Wir konnten das gerade nicht speichern. Ihre Eingaben sind noch hier: Bitte senden Sie sie in einer Minute noch einmal. Zweimal gesendet zählt einmal."
  },
  optOut: {
    title: "Möchten Sie nichts mehr von uns hören?",
    text: "Drücken Sie auf die Schaltfläche, und wir senden Ihnen keine Umfragen, Erinnerungen und Bitten mehr.",
    confirm: "Nichts mehr senden"
  },
  preferences: {
    lead: "Oder möchten Sie lieber weniger?",
    wishes: {
      "less often": { label: "Seltener", text: "Wir lassen doppelt so viel Zeit zwischen unseren Nachrichten." },
      pause: { label: "Drei Monate Pause", text: "Wir senden Ihnen drei Monate lang nichts." },
      "not this topic": { label: "Nichts mehr zu diesem Thema", text: "Wir fragen Sie danach nicht mehr." }
    },
    noted: {
      "less often": "Gespeichert: Wir schreiben Ihnen seltener.",
      pause: (until) => `Gespeichert: Wir senden Ihnen nichts vor dem ${until}.`,
      "not this topic": "Gespeichert: Wir fragen Sie zu diesem Thema nicht mehr."
    }
  },
  consent: {
    version: "de 1",
    what: "Was dürfen wir zeigen?",
    whatAt: (place) => `Was dürfen wir an diesem Ort zeigen: ${place}?`,
    free: "Über jedes Kästchen entscheiden Sie frei. Was Sie nicht ankreuzen, zeigen wir nicht.",
    scopes: {
      quote: "Meine Worte",
      name: "Meinen Namen und meine Funktion",
      company: "Den Namen meines Unternehmens",
      photo: "Mein Foto",
      video: "Mein Video"
    },
    where: "Wo dürfen wir es zeigen?",
    takeBack:
      "Sie können dies jederzeit und in einem Schritt zurücknehmen, über den Link in unserer Nachricht. Von da an zeigen wir es nicht mehr; was schon gedruckt oder versandt ist, können wir nicht zurückholen."
  },
  author: {
    testimonial: {
      title: "Würden Sie es für andere in Worte fassen?",
      text: "Sagen Sie es so, wie Sie es einem Freund sagen würden, das Gute und das Schlechte. Was Sie schreiben, bewahren wir auf; wir zeigen nur, was Sie unten erlauben."
    },
    forms: {
      legend: "Was möchten Sie uns geben?",
      only: "Füllen Sie nur aus, was zu Ihrer Wahl gehört.",
      written: { label: "Geschriebene Worte" },
      video: {
        label: "Ein Video",
        hint: "Es bleibt, wo es liegt: Wir brauchen seine Adresse. Schreiben Sie als Ihre Worte, was darin gesagt wird."
      },
      "case study": { label: "Eine Fallstudie" }
    },
    fields: {
      words: { label: "Ihre Worte", hint: "Höchstens 10.000 Zeichen." },
      video: { label: "Adresse des Videos", hint: "Sie beginnt mit https://" },
      poster: { label: "Adresse eines Bildes, das vor dem Abspielen zu sehen ist", hint: "Sie beginnt mit https://" },
      captions: { label: "Adresse der Untertitel", hint: "Eine WebVTT-Datei. Sie beginnt mit https://" },
      language: { label: "Sprache der Untertitel", hint: "Ein Sprachkürzel wie en, fr oder pt-BR." },
      title: { label: "Titel der Fallstudie" },
      study: { label: "Adresse der Fallstudie", hint: "Sie beginnt mit https://" },
      name: { label: "Ihr Name" },
      role: { label: "Ihre Funktion", hint: "Etwa „Leiterin Einkauf“." },
      company: { label: "Ihr Unternehmen" },
      disclosure: {
        label: "Wenn Sie mehr als Kunde sind: Was sollten die Leser wissen?",
        hint: "Etwa „arbeitet für uns“ oder „Bruder der Gründerin“. Es steht neben Ihren Worten."
      }
    },
    optional: "freiwillig",
    about: "Über Sie",
    standing: "In welchem Verhältnis stehen Sie zu uns?",
    standings: {
      customer: "Kunde und sonst nichts",
      employee: "Ich arbeite für Sie",
      owner: "Mir gehört ein Teil des Unternehmens",
      partner: "Geschäftspartner",
      family: "Familie oder enger Freund von jemandem hier",
      other: "Etwas anderes"
    },
    consent: {
      title: "Dürfen wir Ihre Worte zeigen?",
      text: "Das sind die Worte. Ein Nein ist so gut wie ein Ja."
    },
    referral: {
      title: "Haben Sie jemandem von uns erzählt?",
      text: "Wir fragen nicht nach Namen. Ein Nein ist so gut wie ein Ja."
    },
    reconfirmation: {
      title: "Stehen Sie noch zu Ihren Worten?",
      text: "Bevor Sie ja sagen, zeigen wir sie nicht. Sagen Sie nein, zeigen wir sie nie wieder."
    },
    agreement: {
      title: "Sind Sie mit dieser Änderung einverstanden?",
      text: "Wir möchten Ihre Worte so zeigen. Ohne Ihr Ja ändert sich nichts.",
      original: "Ihre Worte",
      edited: "So würden wir sie zeigen"
    },
    confirmation: {
      consent: {
        title: "Sie haben erlaubt, dass wir Ihre Worte zeigen",
        text: "Sie können das hier jederzeit und in einem Schritt zurücknehmen."
      },
      publication: {
        title: "Ihre Worte sind veröffentlicht",
        text: "Sie können sie hier jederzeit und in einem Schritt zurücknehmen."
      },
      withdrawal: { title: "Ihre Worte werden nicht mehr gezeigt", text: "Sie wurden endgültig zurückgenommen." }
    },
    replies: {
      Testimonial: "Meine Worte senden",
      Consent: "Ja, zeigen Sie, was ich angekreuzt habe",
      Withdraws: "Alles zurücknehmen",
      Refers: "Ja, ich habe es jemandem erzählt",
      Declines: "Nein, danke",
      Stands: "Ja, ich stehe dazu",
      StandsNot: "Nein, nicht mehr",
      Agrees: "Ja, ich bin einverstanden",
      Refuses: "Nein, lassen Sie sie, wie sie sind"
    },
    noted: {
      Testimonial: {
        title: "Vielen Dank für Ihre Worte",
        text: "Wir haben sie gespeichert. Sie werden nirgends gezeigt, wenn Sie es nicht erlaubt haben, und nicht, bevor wir sie gelesen haben."
      },
      Consent: {
        title: "Vielen Dank",
        text: "Wir haben gespeichert, was Sie erlauben, und zeigen nichts anderes."
      },
      Withdraws: {
        title: "Es ist zurückgenommen",
        text: "Ihre Worte sind binnen einer Minute von unseren Seiten verschwunden, und Sie müssen nichts weiter tun."
      },
      Refers: { title: "Vielen Dank fürs Weitersagen", text: "Wir haben es gespeichert." },
      Declines: { title: "Das ist in Ordnung", text: "Wir haben Ihr Nein gespeichert." },
      Stands: { title: "Vielen Dank", text: "Wir haben gespeichert, dass Sie zu Ihren Worten stehen." },
      StandsNot: {
        title: "Vielen Dank für Ihre Offenheit",
        text: "Wir haben es gespeichert und zeigen Ihre Worte nicht mehr."
      },
      Agrees: { title: "Vielen Dank", text: "Wir haben gespeichert, dass Sie mit der Änderung einverstanden sind." },
      Refuses: {
        title: "Das ist in Ordnung",
        text: "Wir haben Ihr Nein gespeichert: Ihre Worte bleiben, wie sie waren."
      }
    },
    answered: "Sie haben das schon beantwortet, und wir haben es gespeichert.",
    withdrawing:
      "Sie können Ihre Worte und alles, was Sie erlaubt haben, in einem Schritt zurücknehmen. Das ist endgültig.",
    back: "Zurück zur Frage",
    kept: "Was Sie geschrieben haben",
    labelled: (label, text) => `${label}: ${text}`,
    faults: {
      missing: "Das wird gebraucht: Bitte füllen Sie es aus.",
      unreadable: "Hier stehen Zeichen, die wir nicht lesen können. Ersetzen Sie sie, und senden Sie es noch einmal.",
      "no address":
        "Das ist keine Adresse, die wir verwenden können: Sie muss mit https:// beginnen, etwa https://example.com/mine.",
      "no language": "Das ist kein Sprachkürzel: Schreiben Sie zum Beispiel en, fr oder pt-BR.",
      "other kind": "In den Feldern einer anderen Wahl steht etwas. Wählen Sie diese, oder leeren Sie ihre Felder.",
      "only a customer":
        "Sie haben „Kunde und sonst nichts“ gewählt. Leeren Sie dieses Feld, oder wählen Sie, was Sie sonst noch sind.",
      "nothing ticked":
        "Es ist nichts angekreuzt. Kreuzen Sie an, was wir zeigen dürfen, oder drücken Sie „Nein, danke“.",
      "no place":
        "Sie haben angekreuzt, was wir zeigen dürfen, aber nicht, wo. Kreuzen Sie auch einen Ort an, oder entfernen Sie alle Kreuze.",
      "no scope":
        "Sie haben angekreuzt, wo wir es zeigen dürfen, aber nicht, was. Kreuzen Sie auch das an, oder entfernen Sie alle Kreuze.",
      "question changed":
        "Diese Frage hat sich geändert, seit Sie die Seite geöffnet haben. Bitte lesen Sie sie noch einmal, und kreuzen Sie an, was Sie erlauben.",
      "no reply":
        "Wir konnten nicht erkennen, auf welche Schaltfläche Sie gedrückt haben. Bitte drücken Sie noch einmal."
    },
    tooLong: (most) =>
      `Das ist länger als ${most.toLocaleString("de")} Zeichen. Es steht noch hier: Kürzen Sie es, und senden Sie es noch einmal.`
  },
  wall: {
    title: "Kundenstimmen",
    count: (n) => (n === 1 ? "1 Kundenstimme" : `${n.toLocaleString("de")} Kundenstimmen`),
    average: (stars, n) => `${stars} von 5 Sternen, im Durchschnitt von ${n.toLocaleString("de")}`,
    stars: (n) => `${n} von 5 Sternen`,
    anonymous: "Anonym",
    video: "Video öffnen",
    caseStudy: "Fallstudie lesen",
    empty: "Zurzeit gibt es nichts zu zeigen.",
    policy: "Wie wir Kundenstimmen sammeln und prüfen"
  },
  notices: {
    "opted out": {
      title: "Sie bekommen nichts mehr von uns",
      text: "Das ist gespeichert: Wir senden Ihnen keine Umfragen, Erinnerungen und Bitten mehr."
    },
    "survey closed": {
      title: "Diese Umfrage ist beendet",
      text: "Sie nimmt keine Antworten mehr an, und es wurde nichts gespeichert. Danke, dass Sie antworten wollten."
    },
    "link run out": {
      title: "Dieser Link ist abgelaufen",
      text: "Es wurde nichts gespeichert. Bitte verwenden Sie den Link in einer neueren Nachricht von uns, oder antworten Sie darauf."
    },
    "link changed": {
      title: "Dieser Link funktioniert nicht",
      text: "Er wurde unterwegs abgeschnitten oder verändert. Es wurde nichts gespeichert. Bitte öffnen Sie den Link in unserer Nachricht noch einmal, und zwar vollständig."
    },
    "message unknown": {
      title: "Wir kennen diesen Link nicht",
      text: "Wir finden die Nachricht nicht, zu der er gehört. Es wurde nichts gespeichert."
    },
    "reply refused": {
      title: "Das kann nicht mehr beantwortet werden",
      text: "Die Zeit dafür ist um, oder es ging um etwas, das sich seither geändert hat. Es wurde nichts gespeichert. Wenn Sie uns noch etwas sagen möchten, antworten Sie bitte auf unsere Nachricht."
    },
    "not saved": {
      title: "Wir konnten das gerade nicht speichern",
      text: "Ihre Eingaben sind noch hier: Bitte senden Sie sie in einer Minute noch einmal. Zweimal gesendet zählt einmal."
    },
    "wall read only": { title: "Eine Wand kann nur gelesen werden", text: "Bitte fragen Sie sie mit GET ab." },
    "wall unknown": { title: "Diese Wand gibt es nicht", text: "Bitte prüfen Sie die Adresse." },
    "wall unavailable": {
      title: "Die Kundenstimmen können gerade nicht gezeigt werden",
      text: "Bitte versuchen Sie es in einer Minute noch einmal."
    },
    "no page": {
      title: "Hier ist keine Seite",
      text: "Bitte öffnen Sie den Link in unserer Nachricht noch einmal, und zwar vollständig."
    },
    "wrong method": {
      title: "Das kann diese Seite nicht",
      text: "Es wurde nichts gespeichert. Bitte öffnen Sie den Link in unserer Nachricht noch einmal, und verwenden Sie das Formular auf der Seite."
    },
    "wrong type": {
      title: "Wir können dieses Formular nicht lesen",
      text: "Es wurde in einem anderen Format als dem unserer Seite gesendet. Es wurde nichts gespeichert. Bitte verwenden Sie das Formular auf der Seite."
    },
    "too large": {
      title: "Das war zu viel",
      text: "Ein Text darf höchstens 10.000 Zeichen haben. Es wurde nichts gespeichert. Bitte gehen Sie zurück, kürzen Sie ihn, und senden Sie ihn noch einmal."
    },
    "too slow": {
      title: "Das hat zu lange gedauert",
      text: "Die Verbindung war zu langsam, und es wurde nichts gespeichert. Bitte gehen Sie zurück, und senden Sie es noch einmal."
    },
    "cut off": {
      title: "Die Verbindung ist abgebrochen",
      text: "Nur ein Teil des Formulars kam an, und es wurde nichts gespeichert. Bitte gehen Sie zurück, und senden Sie es noch einmal."
    },
    unavailable: {
      title: "Bitte versuchen Sie es in einer Minute noch einmal",
      text: "Wir können unsere Aufzeichnungen gerade nicht erreichen. Ihr Link funktioniert weiter."
    },
    failed: {
      title: "Bei uns ist etwas schiefgegangen",
      text: "Wir haben es vermerkt. Ihr Link funktioniert weiter: Bitte versuchen Sie es später noch einmal."
    }
  }
}
