// `pnpm crash --kills 100 --contacts 2000 --policy giveUp`: kills workers and the database, and says what is left.
import { parseArgs } from "node:util"
import * as CrashTest from "./CrashTest.ts"
import * as Evidence from "./Evidence.ts"

const { values } = parseArgs({
  options: {
    policy: { type: "string", default: "all" },
    contacts: { type: "string", default: "2000" },
    kills: { type: "string", default: "100" },
    restarts: { type: "string", default: "5" },
    workers: { type: "string", default: "3" },
    cluster: { type: "boolean", default: false },
    lease: { type: "string", default: "10" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) }
  }
})
const chosen = Evidence.policies.filter((policy) => values.policy === "all" || values.policy === policy)
const [contacts = 0, kills = 0, restarts = 0, workers = 0, lease = 0, seed = 0] = [
  values.contacts,
  values.kills,
  values.restarts,
  values.workers,
  values.lease,
  values.seed
].map(Number)

if (
  chosen.length === 0 ||
  workers < 1 ||
  [contacts, kills, restarts, workers, lease, seed].some((number) => !(number >= 0))
) {
  console.error(
    `--policy is all, ${Evidence.policies.join(", ")}; --contacts, --kills, --restarts, --workers (at least 1), --lease (in seconds) and --seed are numbers; --cluster makes the workers members of one`
  )
  process.exit(2)
}
for (const policy of chosen) {
  console.log(
    `${policy}: ${workers} workers${values.cluster ? " in a cluster" : ""}, ${contacts} contacts, ${kills} kills, ${restarts} database restarts, --seed ${seed}`
  )
  const started = performance.now()
  let shown = 0
  const evidence = await CrashTest.run({
    policy,
    contacts,
    kills,
    restarts,
    seed,
    workers,
    isCluster: values.cluster,
    claimMillis: lease * 1000,
    onProgress: (progress) => {
      if (performance.now() - shown < 1000) return
      shown = performance.now()
      console.log(`  recorded ${progress.recorded} · kills ${progress.kills} · restarts ${progress.restarts}`)
    }
  })
  const findings = Evidence.findings(evidence)
  for (const line of Evidence.lines(evidence)) console.log(line)
  for (const finding of findings) console.log(`BROKEN: ${finding}`)
  console.log(
    `${findings.length === 0 ? "every promise kept" : "NOT kept"} · ${Math.round((performance.now() - started) / 1000)} s\n`
  )
  if (findings.length > 0) process.exitCode = 1
}
