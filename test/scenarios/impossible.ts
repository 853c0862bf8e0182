/**
 * Impossible settings of every element, as lines of text: what is written instead of what is right, then the word the caret must stand
 * at and what is said there; or, where a scenario is possible and useless, the finding that says so.
 */

/** `PLACE = TEXT; … | WORD | SENTENCE`. */
export const REFUSED: readonly string[] = `
horizon = 0s | 0s | horizon must be above 0s, received 0s
horizon = -1h | -1h | horizon must be above 0s, received -1h
top = grid: 0s | 0s | grid must be above 0s, received 0s
top = grid: 1d; trigger = { every: 5m, offset: any } | any | tasks.t.trigger.offset has no point to start at: the grid (1d) is coarser than 5m
top = replications: 0 | 0 | replications must be at least 1, received 0
top = replications: 1.5 | 1.5 | replications must be a whole number of units, received 1.5
top = warmup: 1h | 1h | warmup must be below the horizon (1h), received 1h
top = start: 2026-13-01 | 2026-13-01 | start must be a date such as 2026-02-05 or 2026-02-05T18:03:00Z, received 2026-13-01
top = replications: { until: { x: { served: 1% } } } | x | replications.until.x: there is no task "x"; known: t
top = replications: { until: { t: { served: 1% } }, atLeast: 50, atMost: 10 } | 10 | replications.atMost must be at least 50, received 10
top = replications: { until: { t: { served: 0% } } } | 0% | replications.until.t.served must be above 0%, received 0%
s = { model: token-bucket, refill: 5/min, capacity: 0, debt: none } | 0 | supplies.s.capacity must be above 0, received 0
s = { model: token-bucket, refill: -1/min, capacity: 5, debt: none } | -1/min | supplies.s.refill must be at least 0/s, received -1/min
s = { model: token-bucket, refill: { tokens: 1, every: 0s }, capacity: 5, debt: none } | 0s | supplies.s.refill.every must be above 0s, received 0s
s = { model: token-bucket, refill: { tokens: 1, every: 1m, phase: 1m }, capacity: 5, debt: none } | 1m | supplies.s.refill.phase must be below 1m, received 1m
s = { model: token-bucket, refill: 5/min, capacity: 5, debt: none, initial: 6 } | 6 | supplies.s.initial must be at most 5, received 6
s = { model: token-bucket, refill: 5/min, capacity: 5, debt: none, initial: -1 } | -1 | supplies.s.initial must be at least 0, received -1
s = { model: token-bucket, refill: 5/min, capacity: 5, debt: none, initial: { any: 0 } } | 0 | supplies.s.initial.any must be above 0, received 0
s = { model: token-bucket, refill: 5/min, capacity: 5, debt: none, unit: 0 } | 0 | supplies.s.unit must be above 0, received 0
s = { model: token-bucket, refill: 5/min, capacity: 5, debt: none, unit: 6 } | 6 | supplies.s.unit must be at most 5, received 6
s = { model: token-bucket, refill: 5/min, capacity: 5, debt: -1 } | -1 | supplies.s.debt must be at least 0, received -1
s = { model: token-bucket, refill: 5/min, capacity: 5, debt: none, lockout: { below: 0, until: 3 } } | 0 | supplies.s.lockout.below must be above 0, received 0
s = { model: token-bucket, refill: 5/min, capacity: 5, debt: none, lockout: { below: 3, until: 2 } } | 2 | supplies.s.lockout.until must be at least 3, received 2
s = { model: token-bucket, refill: 5/min, capacity: 5, debt: none, lockout: { below: 3, until: 6 } } | 6 | supplies.s.lockout.until must be at most 5, received 6
s = { model: token-bucket, refill: 5/min, capacity: 5, debt: none, refused: { cost: -1 } } | -1 | supplies.s.refused.cost must be at least 0, received -1
s = { model: token-bucket, refill: 5/min, capacity: 5, debt: none, changes: [{ at: 0s, capacity: 3 }] } | 0s | supplies.s.changes[0].at must be above 0s, received 0s
s = { model: token-bucket, refill: 5/min, capacity: 5, debt: none, changes: [{ at: 1m }] } | { | supplies.s.changes[0]: a change has no meaning here: it says nothing that is different from then on
s = { model: token-bucket, refill: 5/min, capacity: 5, debt: none, changes: [{ at: 2m, capacity: 3 }, { at: 1m, capacity: 4 }] } | 1m | supplies.s.changes[1].at must be later than the change before it, received 1m
s = { model: token-bucket, refill: 5/min, capacity: 5, debt: none, changes: [{ at: 2m, capacity: 3 }, { at: 2m, capacity: 4 }] } | 2m | supplies.s.changes[1].at must be later than the change before it, received 2m
s = { model: token-bucket, refill: 5/min, capacity: 5, debt: none, changes: [{ at: 2m, capacity: 0 }] } | 0 | supplies.s.changes[0].capacity must be above 0, received 0
steps = call: { s: 1, changes: [{ at: 2m, s: 2 }] }, progress | changes | tasks.t.steps[0].call: only a supply has "changes"; a price or another amount that changes on a date is judged before and after it by a fact { unsure: [BEFORE, AFTER] }
steps = spend: { s: { value: 1, changes: [{ at: 2m, value: 2 }] } }, progress | changes | tasks.t.steps[0].spend.s: only a supply has "changes"; a price or another amount that changes on a date is judged before and after it by a fact { unsure: [BEFORE, AFTER] }
steps = { call: { s: 1 }, changes: [{ at: 2m, s: 2 }] }, progress | changes | tasks.t.steps[0]: only a supply has "changes"; a price or another amount that changes on a date is judged before and after it by a fact { unsure: [BEFORE, AFTER] }
fact = { value: 1, changes: [{ at: 2m, value: 2 }] } | changes | facts.F: only a supply has "changes"; a price or another amount that changes on a date is judged before and after it by a fact { unsure: [BEFORE, AFTER] }
s = { model: leaky-bucket, rate: -1/s, burst: 1 } | -1/s | supplies.s.rate must be at least 0/s, received -1/s
s = { model: leaky-bucket, rate: 1/s, burst: 0 } | 0 | supplies.s.burst must be above 0, received 0
s = { model: fixed-window, limit: 5, every: 0s } | 0s | supplies.s.every must be above 0s, received 0s
s = { model: fixed-window, limit: 0, every: 1m } | 0 | supplies.s.limit must be above 0, received 0
s = { model: fixed-window, limit: 5, every: 1m, phase: 1m } | 1m | supplies.s.phase must be below 1m, received 1m
s = { model: fixed-window, limit: 5, every: 1m, anchor: first-use, phase: 5s } | phase | supplies.s.phase: "phase" has no meaning here: a window begins when something is spent
s = { model: sliding-window, limit: 5, every: 0s } | 0s | supplies.s.every must be above 0s, received 0s
s = { model: sliding-window, limit: 0, every: 1m } | 0 | supplies.s.limit must be above 0, received 0
top = start: 2026-01-01; s = { model: quota, limit: 0, resets: { at: "00:00" } } | 0 | supplies.s.limit must be above 0, received 0
top = start: 2026-01-01; s = { model: quota, limit: 5, resets: { at: "25:00" } } | " | supplies.s.resets.at must be a time such as 00:00, received "25:00"
top = start: 2026-01-01; s = { model: quota, limit: 5, resets: { at: "00:00", zone: Mars/Base } } | Mars/Base | supplies.s.resets.zone must be a time zone such as UTC or America/Los_Angeles, received "Mars/Base"
top = start: 2026-01-01; s = { model: quota, limit: 5, resets: { at: "00:00", day: 31 } } | 31 | supplies.s.resets.day must be at most 28, received 31
top = start: 2026-01-01; s = { model: quota, limit: 5, resets: { at: "00:00", day: 1, on: MON } } | day | supplies.s.resets: "on" and "day" cannot stand together; write one to an entry, as a list
s = { model: quota, limit: 5, resets: { at: "00:00" } } | at | supplies.s.resets.at needs a \`start\` date at the top of the scenario: resets come by the calendar
s = { model: concurrency, limit: 0 }; steps = spend: { s: 1, lasts: 1s }, progress | 0 | supplies.s.limit must be above 0, received 0
l = { lease: 0s } | 0s | locks.l.lease must be above 0s, received 0s
l = { lease: -1s } | -1s | locks.l.lease must be above 0s, received -1s
l = { permits: 0 } | 0 | locks.l.permits must be at least 1, received 0
l = { permits: 1.5 } | 1.5 | locks.l.permits must be a whole number of units, received 1.5
l = { lease: 1m, renew: { every: 0s } } | 0s | locks.l.renew.every must be above 0s, received 0s
l = { lease: 1m, renew: { every: 1m } } | 1m | locks.l.renew.every must be below the lease (1m), received 1m
l = { renew: { every: 1m } } | renew | locks.l.renew has no meaning without a \`lease\`
l = { lease: 1m, renew: { every: 1s, lost: 101% } } | 101% | locks.l.renew.lost must be at most 100%, received 101%
l = { prefetch: -1 } | -1 | locks.l.prefetch must be at least 0, received -1
l = { leaseFrom: enqueue } | leaseFrom | locks.l.leaseFrom has no meaning without a \`lease\`
p = { slots: 0 } | 0 | pools.p.slots must be at least 1, received 0
top = dispatchers: { d: { pools: [p], looksAt: 0 } } | 0 | dispatchers.d.looksAt must be at least 1, received 0
top = dispatchers: { d: { pools: [p], looksAt: 1.5 } } | 1.5 | dispatchers.d.looksAt must be a whole number of units, received 1.5
top = dispatchers: { d: { pools: [p] } } | d: { | dispatchers.d needs "looksAt" (so many of its list are looked at): who stands further back waits though its pool is idle; it has no default because it changes the verdict
top = dispatchers: { d: { pools: [], looksAt: 2 } } | [ | dispatchers.d.pools must have at least 1 entries, received 0
top = dispatchers: { d: { pools: [q], looksAt: 2 } } | q | dispatchers.d.pools[0]: there is no pool "q"; known: p
top = dispatchers: { d: { pools: [l], looksAt: 2 } } | l | dispatchers.d.pools[0]: there is no pool "l"; known: p
top = dispatchers: { d: { pools: [p, p], looksAt: 2 } } | p] | dispatchers.d.pools[1]: the slots of p are handed out by the dispatcher d already; a pool has one
top = dispatchers: { c: { pools: [p], looksAt: 2 }, d: { pools: [p], looksAt: 2 } } | p], looksAt: 2 } } | dispatchers.d.pools[0]: the slots of p are handed out by the dispatcher c already; a pool has one
top = dispatchers: { d: { pools: [p], looksAt: 2, order: any } } | any | dispatchers.d.order must be fifo or priority, received "any"
top = dispatchers: { d: { pools: [p], looksAt: 2, every: 0s } } | 0s | dispatchers.d.every must be above 0s, received 0s
top = dispatchers: { d: { pools: [p], looksAt: 2, every: 5s, phase: 5s } } | 5s } | dispatchers.d.phase must be below 5s, received 5s
top = dispatchers: { d: { pools: [p], looksAt: 2, phase: 1s } } | phase | dispatchers.d.phase: "phase" has no meaning here: without \`every\` it looks whenever something changes
top = dispatchers: { d: { pools: [p], looksAt: 2 } }; p = { slots: 2, order: priority } | order | pools.p.order: "order" has no meaning here: p has no line of its own, it is handed out by the dispatcher d
top = dispatchers: { d: { pools: [p], looksAt: 2 } }; p = { slots: 2, prefetch: 1 } | prefetch | pools.p.prefetch: "prefetch" has no meaning here: p has no line of its own, it is handed out by the dispatcher d
top = dispatchers: { d: { pools: [p], looksAt: 2 } }; steps = acquire: { p: 1, poll: { every: 1s } }, progress | poll | tasks.t.steps[0].acquire.poll: "poll" has no meaning here: who has a slot is told by the dispatcher d
task = , pool: { p: 3 } | 3 | tasks.t.pool.p must be at most 2, received 3
task = , pool: { p: 0 } | 0 | tasks.t.pool.p must be at least 1, received 0
steps = acquire: { l: 2 }, progress | 2 | tasks.t.steps[0].acquire.l must be at most 1, received 2
steps = acquire: { l: 0 }, progress | 0 | tasks.t.steps[0].acquire.l must be at least 1, received 0
steps = release: l, progress | l | tasks.t.steps[0].release: this task never acquires "l"
steps = acquire: { l: 1, poll: { every: 0s } }, progress | 0s | tasks.t.steps[0].acquire.poll.every must be above 0s, received 0s
b = { initial: -1 } | -1 | backlogs.b.initial must be at least 0, received -1
b = { initial: 0.5 } | 0.5 | backlogs.b.initial must be a whole number of units, received 0.5
b = { capacity: 0 } | 0 | backlogs.b.capacity must be at least 1, received 0
b = { initial: 5, capacity: 3 } | 5 | backlogs.b.initial must be at most 3, received 5
b = { initial: 5, expires: { after: 0s, pruneEvery: 1m } } | 0s | backlogs.b.expires.after must be above 0s, received 0s
b = { initial: 5, expires: { after: 1m, pruneEvery: 0s } } | 0s | backlogs.b.expires.pruneEvery must be above 0s, received 0s
b = { arrivals: { every: 0s, items: 1 } } | 0s | backlogs.b.arrivals.every must be above 0s, received 0s
b = { arrivals: { every: 1m, items: -1 } } | -1 | backlogs.b.arrivals.items must be at least 0, received -1
b = { arrivals: { poisson: 0/s } } | 0/s | backlogs.b.arrivals.poisson must be above 0/s, received 0/s
b = { arrivals: { every: 1m, between: [3, 1] } } | 1 | backlogs.b.arrivals.between[1] must be at least 3, received 1
b = { arrivals: { trace: x.csv } } | x.csv | backlogs.b.arrivals.trace: x.csv: cannot be read here: whoever loads the scenario gave no reader
b = { initial: unlimited, arrivals: { every: 1m } } | arrivals | backlogs.b.arrivals: "initial: unlimited" and "arrivals" exclude each other
steps = take: { b: 0 }, progress | 0 | tasks.t.steps[0].take.b must be at least 1, received 0
steps = take: { b: 2, atLeast: 3 }, progress | 3 | tasks.t.steps[0].take.atLeast must be at most 2, received 3
b = { capacity: 3 }; steps = take: { b: 5, atLeast: 5 }, progress | 5 | tasks.t.steps[0].take.atLeast must be at most 3 (the capacity of b), received 5
b = { initial: 3 }; steps = take: { b: 5, atLeast: 5 }, progress | 5 | tasks.t.steps[0].take.atLeast must be at most 3 (all the items there ever are of b), received 5
trigger = { every: 0s } | 0s | tasks.t.trigger.every must be above 0s, received 0s
trigger = { every: 5m, offset: -1m } | -1m | tasks.t.trigger.offset must be at least 0s, received -1m
trigger = { every: 5m, jitter: 5m } | 5m | tasks.t.trigger.jitter must be below the period (300000ms), received up to 300000ms
trigger = { poisson: 0/s } | 0/s | tasks.t.trigger.poisson must be above 0/s, received 0/s
trigger = { poisson: 2000/s } | 2000/s | tasks.t.trigger.poisson must be at most 1000/s, received 2000/s
trigger = { cron: "* * * * *" } | cron | tasks.t.trigger.cron needs a \`start\` date at the top of the scenario: cron counts from a date
top = start: 2026-01-01; trigger = { cron: "0 0 30 2 *" } | " | tasks.t.trigger.cron is no cron pattern (minute hour day month weekday): no month it allows has a day that it allows, so it never fires
trigger = [] | [ | tasks.t.trigger must have at least 1 entries, received 0
task = , copies: 0 | 0 | tasks.t.copies must be at least 1, received 0
task = , copies: 1001 | 1001 | tasks.t.copies must be at most 1000, received 1001
task = , copies: 1.5 | 1.5 | tasks.t.copies must be a whole number of units, received 1.5
task = , priority: 1e12 | 1e12 | tasks.t.priority must be at most 1000000000, received 1000000000000
task = , keepsSlot: false | keepsSlot | tasks.t.keepsSlot has no meaning without a \`pool\`
task = , expires: 1m | expires | tasks.t.expires: expires has no meaning here: no start of it waits: it has no \`pool\`, and its \`whenBusy\` is no queue
task = , pool: p, expires: 0s | 0s | tasks.t.expires must be above 0s, received 0s
task = , pool: p, expires: -1m | -1m | tasks.t.expires must be above 0s, received -1m
task = , delivery: { visibility: 1h } | delivery | tasks.t.delivery: a visibility timeout has no meaning here: a start that is delivered again runs beside the first: write \`whenBusy: allow\`, or \`renewed: true\`
task = , delivery: { visibility: 0s, renewed: true } | 0s | tasks.t.delivery.visibility must be above 0s, received 0s
task = , delivery: { visibility: 1h, renewed: true, deliveries: 0 } | 0 | tasks.t.delivery.deliveries must be at least 1, received 0
task = , delivery: { visibility: 1h, renewed: true, deliveries: 1001 } | 1001 | tasks.t.delivery.deliveries must be at most 1000, received 1001
task = , delivery: { visibility: 1h, renewed: true, deliveries: 1.5 } | 1.5 | tasks.t.delivery.deliveries must be a whole number of units, received 1.5
trigger = { every: 5m, after: start } | after | tasks.t.trigger.after: after has no meaning here: no start of it waits: it has no \`pool\`, and its \`whenBusy\` is no queue
task = , pool: p; trigger = { every: 5m, jitter: 1m, after: start } | after | tasks.t.trigger.after: "after" and "jitter" exclude each other
task = , pool: p; trigger = { every: 5m, count: 2, after: start } | after | tasks.t.trigger.after: "after" and "count" exclude each other
task = , pool: p; trigger = [{ every: 5m, after: start }, { every: 7m }] | after | tasks.t.trigger[0].after: after has no meaning here: it is about the only trigger of a task, and this one has others
task = , crashes: { at: 0s } | 0s | tasks.t.crashes.at must be above 0s, received 0s
steps =  | [ | tasks.t.steps must have at least 1 entries, received 0
steps = await: { s: -1 }, progress | -1 | tasks.t.steps[0].await.s must be at least 0, received -1
steps = spend: { s: -1 }, progress | -1 | tasks.t.steps[0].spend.s must be at least 0, received -1
steps = spend: { s: 1, atMost: -1s }, progress | -1s | tasks.t.steps[0].spend.atMost must be at least 0s, received -1s
steps = spend: { s: 1, margin: -1 }, progress | -1 | tasks.t.steps[0].spend.margin must be at least 0, received -1
steps = await: { s: 1, poll: { every: 0s } }, progress | 0s | tasks.t.steps[0].await.poll.every must be above 0s, received 0s
steps = await: { s: 1, poll: { every: 1s, cost: -1 } }, progress | -1 | tasks.t.steps[0].await.poll.cost must be at least 0, received -1
steps = await: { s: 1, poll: { every: 1s, orWhenDue: { rate: 0/s } } }, progress | 0/s | tasks.t.steps[0].await.poll.orWhenDue.rate must be above 0/s, received 0/s
steps = await: { s: 1, poll: { every: 1s, orWhenDue: { rate: 5/min, atLeast: 0s } } }, progress | 0s | tasks.t.steps[0].await.poll.orWhenDue.atLeast must be above 0s, received 0s
steps = await: { s: 1, poll: { every: 1s, orWhenDue: { rate: 5/min, atLeast: 2s } } }, progress | 2s | tasks.t.steps[0].await.poll.orWhenDue.atLeast must be at most 1s, received 2s
steps = spend: { s: 1, lasts: -1s }, progress | -1s | tasks.t.steps[0].spend.lasts must be at least 0s, received -1s
steps = spend: { s: 1, giveUpIfLongerThan: -1s }, progress | -1s | tasks.t.steps[0].spend.giveUpIfLongerThan must be at least 0s, received -1s
steps = call: { s: 1, retry: { attempts: 0, wait: 1s } }, progress | 0 | tasks.t.steps[0].call.retry.attempts must be at least 1, received 0
steps = call: { s: 1, retry: { wait: 0s } }, progress | 0s | tasks.t.steps[0].call.retry.wait must be above 0s, received 0s
steps = call: { s: 1, retry: { wait: 10s, cap: 1s } }, progress | 1s | tasks.t.steps[0].call.retry.cap must be at least 10s, received 1s
steps = call: { s: 1, retry: { wait: 1s, jitter: 200% } }, progress | 200% | tasks.t.steps[0].call.retry.jitter must be at most 100%, received 200%
steps = call: { s: 1, retry: { wait: 1s, jitter: { uniform: [-1, 1] } } }, progress | { | tasks.t.steps[0].call.retry.jitter must be a share such as 95%, received a number
steps = call: { s: 1, retry: { wait: 1d, backoff: exponential } }, progress | { | tasks.t.steps[0].call.retry needs "cap": a wait that doubles this often is longer than can be counted
steps = work: -1s, progress | -1s | tasks.t.steps[0].work must be at least 0s, received -1s
steps = progress: -1 | -1 | tasks.t.steps[0].progress must be at least 0, received -1
steps = repeat: { times: -1, steps: [progress] } | -1 | tasks.t.steps[0].repeat.times must be at least 0, received -1
steps = repeat: [] | [ | tasks.t.steps[0].repeat must have at least one step
steps = crash: -1% | -1% | tasks.t.steps[0].crash must be at least 0%, received -1%
steps = crash: 200% | 200% | tasks.t.steps[0].crash must be at most 100%, received 200%
fact = { choice: [] } | [ | facts.F.choice must have at least 1 entries, received 0
fact = { choice: [1, 2], weights: [0, 0] }; steps = spend: { s: $F }, progress | [ | facts.F.weights needs one weight of at least 0 for each of the 2 values, and one above 0; received 2
fact = { choice: [1, 2], weights: [2, -1] }; steps = spend: { s: $F }, progress | [ | facts.F.weights needs one weight of at least 0 for each of the 2 values, and one above 0; received 2
fact = { choice: [1, 2], weights: [1] }; steps = spend: { s: $F }, progress | [ | facts.F.weights needs one weight of at least 0 for each of the 2 values, and one above 0; received 1
fact = { uniform: [2, 1] }; steps = spend: { s: $F }, progress | 1 | facts.F.uniform[1] must be at least 2, received 1
fact = { exponential: 0 }; steps = spend: { s: $F }, progress | 0 | facts.F.exponential must be above 0, received 0
fact = { normal: { mean: 1, sd: -1 } }; steps = spend: { s: $F }, progress | -1 | facts.F.normal.sd must be above 0, received -1
fact = { normal: { mean: 1, sd: 0 } }; steps = spend: { s: $F }, progress | 0 | facts.F.normal.sd must be above 0, received 0
fact = { exponential: 1, min: 5, max: 2 }; steps = spend: { s: $F }, progress | 2 | facts.F.max must be above 5, received 2
fact = { normal: { mean: 1, sd: 1 }, min: 100 }; steps = spend: { s: $F }, progress | { | facts.F has less than one draw in a million between 100 and infinity: the range leaves nothing to draw from
fact = { gamma: { mean: 0, sd: 1 } }; steps = spend: { s: $F }, progress | 0 | facts.F.gamma.mean must be above 0, received 0
fact = { weibull: { scale: 1, shape: 0 } }; steps = spend: { s: $F }, progress | 0 | facts.F.weibull.shape must be at least 0.01, received 0
fact = { triangular: [3, 2, 1] }; steps = spend: { s: $F }, progress | 2 | facts.F.triangular[1] must be at least 3, received 2
fact = { lognormal: { median: 2, p95: 1 } }; steps = spend: { s: $F }, progress | 1 | facts.F.lognormal.p95 must be above 2, received 1
fact = { unsure: [] }; steps = spend: { s: $F }, progress | [ | facts.F.unsure must have at least 1 entries, received 0
more = goals: { x: { served: 1% } } | x | goals.x: there is no task, supply or backlog "x"; known: t, s, b
more = goals: { t: { served: 101% } } | 101% | goals.t.served must be at most 100%, received 101%
more = goals: { t: { served: -1% } } | -1% | goals.t.served must be at least 0%, received -1%
more = goals: { t: { progressWithin: 0s } } | 0s | goals.t.progressWithin must be above 0s, received 0s
more = goals: { t: { progressPerDay: -1 } } | -1 | goals.t.progressPerDay must be at least 0, received -1
more = goals: { t: { latency: {} } } | latency | goals.t.latency: "latency" has no meaning here: it limits no figure; write { p95: 5m }, for one
more = plan: { maximize: x.progress } | x.progress | plan.maximize: there is no task "x"; known: t
more = plan: { maximize: t.progress, minimize: t.age } | minimize | plan: "maximize" and "minimize" cannot stand together; write one to an entry, as a list
top = parameters: { A: { value: 5, range: [9, 1] } } | 1 | parameters.A.range[1] must be at least 9, received 1
top = parameters: { A: { value: 5, range: [1, 9], step: 0 } } | 0 | parameters.A.step must be above 0, received 0
top = parameters: { A: { value: 50, range: [1, 9] } } | 50 | parameters.A.value must be at most 9, received 50
top = parameters: { A: { value: 50, oneOf: [1, 9] } } | 50 | parameters.A.value must be one of 1, 9, received 50
top = parameters: { A: { value: 1, step: 2 } } | step | parameters.A.step: "step" has no meaning here: steps are counted from the low end of a \`range\`, and there is none
`
  .trim()
  .split('\n');

/** `PLACE = TEXT; … | CODE`. */
export const FOUND: readonly string[] = `
s = { model: token-bucket, refill: 5/min, capacity: 10, debt: none }; steps = spend: { s: 11 }, progress | QS001
s = { model: token-bucket, refill: 0/min, capacity: 5, debt: none } | QS002
s = { model: token-bucket, refill: { tokens: 0, every: 1m }, capacity: 5, debt: none } | QS002
s = { model: token-bucket, refill: 0/min, capacity: 5, debt: none, lockout: { below: 5, until: 5 } } | QS002
s = { model: leaky-bucket, rate: 0/s, burst: 1 } | QS002
s = { model: leaky-bucket, rate: 1/s, burst: 1 }; steps = spend: { s: 2 }, progress | QS001
s = { model: sliding-window, limit: 5, every: 1m }; steps = spend: { s: 6 }, progress | QS001
s = { model: concurrency, limit: 0.5 }; steps = spend: { s: 1, lasts: 1s }, progress | QS001
s = { model: concurrency, limit: 1 }; steps = spend: { s: 2, lasts: 1s }, progress | QS001
s = { limits: { a: { model: leaky-bucket, rate: 1/s, burst: 0.5, counts: requests }, b: { model: leaky-bucket, rate: 1/s, burst: 5 } } } | QS001
steps = acquire: l, acquire: l, progress | QS010
steps = await: { s: 11 }, spend: { s: 1 }, progress | QS001
steps = call: { s: 11 }, progress | QS001
trigger = always; steps = repeat: [progress] | QS016
trigger = always; steps = progress | QS016
`
  .trim()
  .split('\n');

/** A small scenario with one of everything; what is written at its places is replaced. */
export function written(parts: Readonly<Record<string, string>>): string {
  const of = (place: string, usual: string): string => parts[place] ?? usual;
  return `quotasim: 1
horizon: ${of('horizon', '1h')}
${of('top', '')}
facts: { F: ${of('fact', '1')} }
supplies: { s: ${of('s', '{ model: token-bucket, refill: 5/min, capacity: 10, debt: none }')} }
locks: { l: ${of('l', '{}')} }
pools: { p: ${of('p', '{ slots: 2 }')} }
backlogs: { b: ${of('b', '{ initial: 5 }')} }
tasks:
  t: { trigger: ${of('trigger', '{ every: 5m, offset: 0 }')}, whenBusy: skip${of('task', '')}, steps: [${of('steps', 'spend: { s: 1 }, progress')}] }
${of('more', '')}`;
}
