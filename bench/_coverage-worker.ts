import { parentPort, workerData } from 'node:worker_threads'
import { type FeedRange, judgeFeeds } from './coverage.ts'

/** A thread of `coverage`: judges its feeds and says what it found. */
if (parentPort !== null) parentPort.postMessage(await judgeFeeds(workerData as FeedRange))
