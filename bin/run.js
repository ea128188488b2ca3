#!/usr/bin/env node
// CommonJS on purpose: loading a module wakes libuv's threads, and photos are decoded on as many as there are then.
const { availableParallelism } = require('node:os')

process.env.UV_THREADPOOL_SIZE ??= String(Math.max(4, availableParallelism()))

import('../dist/src/terminal/main.js').then(({ main }) => main())
