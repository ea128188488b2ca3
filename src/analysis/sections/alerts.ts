import type { Alert, Analysis, Values } from '../analysis.ts'

const FEW_GARMENTS = 1000
const FEW_ACCOUNTS = 30
const MUCH_MISSING = 0.2
const DOMINANT = 0.1
const WEAK_ACCURACY = 0.6
const MANY_FAILED = 0.05

type Facts = Pick<Analysis, 'counts' | 'quality' | 'settings' | 'popularity'>

/** What a reader must know before believing the numbers. Each has a code, a severity and one sentence. */
export function alerts({ counts, quality, settings, popularity }: Facts): Alert[] {
  const found: Alert[] = []
  const warn = (code: string, message: string, values: Values = {}) =>
    found.push({ code, severity: 'warning', message, values })
  const note = (code: string, message: string, values: Values = {}) =>
    found.push({ code, severity: 'note', message, values })
  const { ok, failed } = quality.photos
  if (counts.garments < FEW_GARMENTS) {
    warn('few_garments', `Only ${counts.garments} garments: most differences are within chance.`, {
      count: counts.garments,
    })
  }
  if (settings.cluster === 'post') {
    note('accounts_unknown', 'No account is known, so intervals are by posts and may be too narrow.')
  } else if (counts.accounts < FEW_ACCOUNTS) {
    warn('few_accounts', `Only ${counts.accounts} accounts: intervals by accounts are wide and rough.`, {
      count: counts.accounts,
    })
  }
  const share = quality.largest_account_share
  if (share !== null && share > DOMINANT) {
    warn('dominant_account', `One account posted ${percent(share)} of the photos.`, { share })
  }
  if (ok > 0) {
    const missing = (code: string, count: number, what: string) => {
      if (count / ok > MUCH_MISSING)
        warn(code, `${percent(count / ok)} of the photos have no ${what}.`, { share: count / ok })
    }
    missing('dates_missing', quality.missing.date, 'date: trends rest on the others')
    missing('countries_unknown', quality.missing.country, 'country')
    missing('occasions_unknown', quality.missing.occasion, 'occasion: they are in no row of the heatmap')
    if (failed / (ok + failed) > MANY_FAILED) {
      warn('photos_failed', `${percent(failed / (ok + failed))} of the photos could not be read.`, {
        share: failed / (ok + failed),
      })
    }
    const guessed = quality.date_sources.mtime ?? 0
    if (guessed > 0) note('dates_from_files', `${guessed} dates are those of files, not of posts.`, { count: guessed })
  }
  if (counts.garments > 0 && quality.missing.gender / counts.garments > MUCH_MISSING) {
    note(
      'genders_unknown',
      `${percent(quality.missing.gender / counts.garments)} of the garments have no known gender.`,
      { share: quality.missing.gender / counts.garments },
    )
  }
  if (quality.duplicates > 0)
    note('duplicates', `${quality.duplicates} photos repeat an earlier one and are not counted.`, {
      count: quality.duplicates,
    })
  for (const { family, accuracy, data } of quality.families) {
    if (accuracy !== null && accuracy < WEAK_ACCURACY) {
      warn('weak_family', `The pack is right on ${family} in ${percent(accuracy)} of cases (${data}).`, {
        family,
        accuracy,
        data,
      })
    }
  }
  if (popularity.cells.length > 0 && popularity.cells.every((cell) => cell.suppressed)) {
    warn('all_suppressed', `No cell of the heatmap has ${settings.min_count} accounts behind it.`, {
      count: settings.min_count,
    })
  }
  return found
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`
}
