import type { Tensor } from '../graph/graph.ts'
import { div, exp, logSoftmax, mul, reduceSum, stopGradient, sub, weightedMean } from '../ops/index.ts'

/**
 * Distance from a teacher's probabilities: the Kullback-Leibler divergence of softened softmaxes, times the squared
 * temperature (Hinton, Vinyals and Dean 2015). Logits [..., classes]; `mask` [...] says which rows have a teacher.
 */
export function distillation(logits: Tensor, teacherLogits: Tensor, mask: Tensor, temperature = 2): Tensor {
  const student = logSoftmax(div(logits, temperature))
  const teacher = stopGradient(logSoftmax(div(teacherLogits, temperature)))
  const divergence = reduceSum(mul(exp(teacher), sub(teacher, student)), { axes: [-1] })
  return mul(weightedMean(divergence, mask), temperature * temperature)
}
