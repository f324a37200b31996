// Loaded into a process by `--import`, this leaves what the process took behind it when it ends: the most memory, in KiB, and
// the processor's time, in milliseconds, which does not depend on what else the machine does. Plain JavaScript, since no
// loader of ours is in the processes that it is loaded into.
import {readFileSync, writeFileSync} from 'node:fs'

process.on('exit', () => {
  const [, peak = '0'] = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  const {user, system} = process.cpuUsage()
  writeFileSync(process.env.DATAPY_TEST_PEAK, JSON.stringify({peak_mb: Number(peak) / 1024, cpu_ms: (user + system) / 1000}))
})
