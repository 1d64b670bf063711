import * as W from "./fixture/Workload.ts"
import * as S from "./fixture/StraightLine.ts"
import * as D from "@temoin/core/Decide"
import { program } from "./fixture/replay.ts"
let t=performance.now()
const jobs = W.people(1000)
console.log("gen", performance.now()-t)
const n = jobs.reduce((a,j)=>a+j.history.events.length,0)
console.log("mean", n/jobs.length)
const tags: Record<string,number> = {}, whats: Record<string,number> = {}
let some=0,bad=0
for (const j of jobs) {
  for (const e of j.history.events) tags[e._tag]=(tags[e._tag]??0)+1
  const a = D.decide(program,j.history,j.now), b = S.decide(j.contact,j.rows,j.now)
  if (a.decisions.length) some++
  const A = JSON.stringify([a.decisions.map(d=>({what:d._tag==="EndAsk"?d.as:d._tag,key:d.key})),a.wakeAt]), B=JSON.stringify([b.decisions,b.wakeAt])
  for (const d of b.decisions) whats[d.what]=(whats[d.what]??0)+1
  if (A!==B && bad++<3) console.log(A,"\n",B)
}
console.log({some,bad,tags,whats})
for (const size of [10,100,1000,10000]) { const t=performance.now(); const j=W.lasting(size,1); const t1=performance.now();const a=D.decide(program,j.history,j.now);const t2=performance.now();const b=S.decide(j.contact,j.rows,j.now);const t3=performance.now(); console.log(size,j.history.events.length,(t1-t)|0,t2-t1,t3-t2,a.wakeAt===b.wakeAt,a.decisions.length,b.decisions.length)}
