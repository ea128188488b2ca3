import type { RunRecord } from './run.ts'

/** `README.md` of a dataset: what lies here, how it was made, how to read it, and what it cannot say. */
export function datasetCard(run: RunRecord): string {
  const { counts, pack, program, device } = run
  const number = (value: number): string => value.toLocaleString('en-GB')
  return `---
pretty_name: Fashion knowledge from social-media posts
tags: [fashion, arrow, wearabouts]
---

# Who wears what, where

Written by ${program.name} ${program.version} with the model pack \`${pack.name}\` ${pack.version} on \`${device}\`.

| table | rows | one row is |
|---|---:|---|
| photos | ${number(counts.photos)} | one photo of a post, read or failed |
| people | ${number(counts.people)} | one person in a photo |
| garments | ${number(counts.garments)} | one garment in a photo |

From ${number(counts.posts)} posts in ${number(counts.parts)} parts. ${number(counts.failed)} photos failed,
${number(counts.skipped)} things were passed over; \`_ledger.jsonl\` says which and why. \`_run.json\` holds the
configuration, versions and hashes.

## Read it

\`\`\`python
import polars as pl
garments = pl.scan_ipc("part-*/garments.arrow").collect()

import pandas as pd
photos = pd.read_feather("part-00000/photos.arrow")
\`\`\`

The files are Arrow IPC files, uncompressed. Boxes are shares of the upright photo. Times are UTC.
Rows with \`duplicate\` (in photos: \`duplicate_of\`) repeat an earlier photo: leave them out of counts.

## What it is not

Every value is a model's reading of a picture and its caption, with a score. \`gender\` and \`age\` say how a model reads
a person's presentation, not who somebody is. The model card of the pack says how often it errs.
Posts are not a sample of the people of a country.

## Before you pass it on

\`account\` is a keyed hash. \`photos\` also holds captions, file paths and post ids, by which a post can be found again,
and coordinates where a post had them. \`people\` and \`garments\` hold ids as well. docs/privacy.md of the program says
what to leave out.
`
}
