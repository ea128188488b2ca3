#!/usr/bin/env node
import { main } from '../dist/src/terminal/main.js'

await main(import.meta.url)
