import type { Box } from '../findings.ts'
import type { SeenBox } from './people.ts'

/**
 * Share of a person's box, from the top, in which the centre of the person's head lies. More than half: in a close-up
 * the box is little more than the head.
 */
const HEAD_ROOM = 0.6

/**
 * Whose head is whose. The surest head chooses first, among the people still without one in whose box it has its centre,
 * within the upper {@link HEAD_ROOM}: the one whose top it is nearest to.
 * @param people boxes in shares of the canvas
 * @param heads boxes in shares of the canvas, in any order
 * @returns for each of the people the box of the head, null where none was found
 */
export function headsOf(people: readonly { readonly box: Box }[], heads: readonly SeenBox[]): (Box | null)[] {
  const found = people.map((): Box | null => null)
  for (const { box: head } of heads.toSorted((a, b) => b.score - a.score)) {
    let owner = -1
    let nearest = Number.POSITIVE_INFINITY
    for (const [index, { box }] of people.entries()) {
      if (found[index] !== null || !mayHave(box, head)) continue
      const distance = fromTop(box, head)
      if (distance < nearest) {
        nearest = distance
        owner = index
      }
    }
    if (owner >= 0) found[owner] = head
  }
  return found
}

function mayHave(person: Box, head: Box): boolean {
  const x = (head.x0 + head.x1) / 2
  const y = (head.y0 + head.y1) / 2
  const lowest = person.y0 + HEAD_ROOM * (person.y1 - person.y0)
  return x >= person.x0 && x <= person.x1 && y >= person.y0 && y <= lowest
}

/** From the middle of a person's upper edge to the centre of a head, in sides of the head, so that both axes count alike. */
function fromTop(person: Box, head: Box): number {
  const across = (head.x0 + head.x1 - person.x0 - person.x1) / 2 / (head.x1 - head.x0)
  const down = ((head.y0 + head.y1) / 2 - person.y0) / (head.y1 - head.y0)
  return Math.hypot(across, down)
}
