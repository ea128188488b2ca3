import { availableParallelism } from 'node:os'
import { invalidValue } from '../errors.ts'
import type { Placement } from '../photo/placement.ts'
import type { Findings } from './findings.ts'
import type { PackManifest } from './manifest.ts'
import { loadPack } from './pack/load.ts'
import { Pool } from './pool/pool.ts'
import { Ring, type Slot } from './pool/ring.ts'
import { type ChosenDevice, chooseDevice } from './session/choose.ts'
import type { DeviceChoice } from './session/device.ts'

/** Photos of one run on a GPU unless asked otherwise. */
const GPU_BATCH = 16
/** Slots a worker: one it reads, one that waits for it, two that are being filled. */
const SLOTS_PER_WORKER = 4
/** Batches that fit in the ring of a GPU: one it reads, one that waits, one that is being filled. */
const BATCHES_IN_RING = 3

export interface EngineOptions {
  /** The folder of a model pack. */
  readonly pack: string
  readonly device: DeviceChoice
  /** Threads with sessions of their own; by default one a core on the CPU, one on a GPU. */
  readonly workers?: number
  /** Most photos of one run on a GPU. On the CPU photos are read one by one whatever it says. */
  readonly batchSize?: number
  /** false: nobody's gender and age are read, all are `unknown`. */
  readonly people: boolean
}

/** A pack at work: photos and captions in, findings out. */
export interface Engine {
  readonly device: string
  /** What `auto` tried before and could not use, and why. */
  readonly passedOver: ChosenDevice['passedOver']
  readonly pack: PackManifest
  /** SHA-256 of every file of the pack. */
  readonly packHashes: { readonly [file: string]: string }
  /** A place for one photo; waits while all are in use, which is what holds back who decodes. */
  acquire(): Promise<Slot>
  /**
   * Reads the photo in a slot and gives the slot back.
   * @param photo its caption and where it lies on the canvas, in canvas pixels
   * @throws InferenceError (`inference_failed`) for this photo alone; the engine goes on
   */
  submit(slot: Slot, photo: { readonly caption: string | null; readonly placement: Placement }): Promise<Findings>
  /** Finishes the photos submitted and ends the workers. */
  close(): Promise<void>
}

/**
 * Loads and verifies a pack and opens its sessions in worker threads.
 *
 * On the CPU every run takes one photo on one thread, so findings do not depend on the batch size, the number of
 * workers or the order of photos. On a GPU a run takes up to `batchSize` photos, and the last digits may depend on it.
 * @throws UserError `pack_missing`, `pack_broken`, `device_unavailable` (exit 4) or `invalid_value` (exit 2)
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  for (const name of ['workers', 'batchSize'] as const) {
    const count = options[name]
    if (count !== undefined && !(Number.isInteger(count) && count >= 1)) {
      throw invalidValue(name, count, 'a whole number from 1')
    }
  }
  const { hashes, ...pack } = await loadPack(options.pack)
  const { device, passedOver } = await chooseDevice(pack, options.device)
  const onCpu = device === 'cpu'
  const workers = options.workers ?? (onCpu ? availableParallelism() : 1)
  const batch = onCpu ? 1 : (options.batchSize ?? GPU_BATCH)
  const { width, height } = pack.manifest.input
  const ring = new Ring(Math.max(workers * SLOTS_PER_WORKER, onCpu ? 0 : batch * BATCHES_IN_RING), width * height * 3)
  const start = { task: 'read', pack, device, people: options.people, ring: ring.memory } as const
  const pool = await Pool.open({ start, workers, batch })
  return {
    device,
    passedOver,
    pack: pack.manifest,
    packHashes: hashes,
    acquire: () => ring.acquire(),
    submit: async (slot, { caption, placement }) => {
      try {
        return await pool.read({ slot: ring.indexOf(slot), caption, placement })
      } finally {
        ring.release(slot)
      }
    },
    close: async () => {
      ring.close()
      await pool.close()
    },
  }
}
