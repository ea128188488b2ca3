import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { promisify } from 'node:util'

/** The same three networks in PyTorch; each line of input asks for some steps of one, the answer is seconds. */
const PROGRAM = `
import sys, time, torch
from torch import nn
torch.set_num_threads(int(sys.argv[1])); torch.manual_seed(0)

class Block(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.a = nn.Sequential(nn.Conv2d(c, c, 3, padding=1, bias=False), nn.BatchNorm2d(c), nn.ReLU(),
                               nn.Conv2d(c, c, 3, padding=1, bias=False), nn.BatchNorm2d(c))
    def forward(self, x): return torch.relu(x + self.a(x))

def down(i, o): return nn.Sequential(nn.Conv2d(i, o, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(o), nn.ReLU())

class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.GRU(256, 256, batch_first=True, bidirectional=True); self.out = nn.Linear(512, 50)
    def forward(self, x): return self.out(self.rnn(x)[0]).reshape(-1, 50)

NETS = {
  'perceptron': (lambda: nn.Sequential(nn.Linear(2048, 256), nn.ReLU(), nn.Linear(256, 50)), (64, 2048), 64, 50),
  'gru': (Recurrent, (32, 5, 256), 160, 50),
  'trunk': (lambda: nn.Sequential(down(3, 16), down(16, 32), Block(32), down(32, 64), Block(64), down(64, 128), Block(128),
                                  nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(128, 10)), (16, 3, 128, 96), 16, 10),
}
ready = {}
def get(name):
    if name not in ready:
        make, shape, rows, classes = NETS[name]
        net = make(); x = torch.randn(shape); y = torch.randint(classes, (rows,))
        ready[name] = (net, torch.optim.AdamW(net.parameters(), lr=1e-3), x, y)
    return ready[name]
for line in sys.stdin:
    name, steps = line.split()
    net, opt, x, y = get(name)
    start = time.perf_counter()
    for _ in range(int(steps)):
        opt.zero_grad(); loss = nn.functional.cross_entropy(net(x), y); loss.backward(); opt.step(); loss.item()
    print(time.perf_counter() - start, flush=True)
`

/** Finds or makes a Python with PyTorch, in a folder of its own: it is needed for this comparison only. */
async function python(folder: string): Promise<string> {
  const program = join(folder, 'bin', 'python')
  const run = promisify(execFile)
  try {
    await access(program)
  } catch {
    await run('python3', ['-m', 'venv', folder])
    await run(program, ['-m', 'pip', 'install', '--quiet', 'torch', 'numpy'], { maxBuffer: 1e8 })
  }
  return program
}

/** PyTorch in a process that stays, so that rounds can alternate with ours. */
export class TorchPeer {
  readonly #process: ChildProcess
  readonly #answers: AsyncIterableIterator<string>

  private constructor(process: ChildProcess, lines: Interface) {
    this.#process = process
    this.#answers = lines[Symbol.asyncIterator]()
  }

  static async start(threads: number, folder = join('.cache', 'torch')): Promise<TorchPeer> {
    const child = spawn(await python(folder), ['-c', PROGRAM, String(threads)], { stdio: ['pipe', 'pipe', 'inherit'] })
    return new TorchPeer(child, createInterface({ input: child.stdout }))
  }

  /** Seconds that a number of steps took. */
  async run(network: string, steps: number): Promise<number> {
    this.#process.stdin?.write(`${network} ${steps}\n`)
    const { value, done } = await this.#answers.next()
    if (done) throw new Error('PyTorch ended early')
    return Number(value)
  }

  stop(): void {
    this.#process.stdin?.end()
  }
}
