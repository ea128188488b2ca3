/**
 * The label spaces of "Who, Where, and What to Wear?" (ACM MM 2019), as published in the authors'
 * category_tree.json, clothes_category_attribute_value.json and occasion_list.json, plus `pattern`.
 * The order of values is the order of classes in every pack and every dictionary: append, never reorder.
 */
export const occasions = [
  'conference',
  'date',
  'party',
  'prom',
  'school',
  'shopping',
  'sport',
  'travel',
  'wedding_guest',
  'work',
] as const

export const groups = {
  full_body_garment: ['dress', 'jumpsuit', 'playsuit', 'suit'],
  outerwear: ['blazer', 'cardigan', 'coat', 'jacket', 'vest_waistcoat'],
  upper_body_garment: ['shirt', 'sweater', 'sweatshirt_hoodies', 't_shirt', 'tank_top', 'top'],
  lower_body_garment: ['athletic_pants', 'jeans', 'leggings', 'pants', 'shorts', 'skirt'],
} as const

export const families = {
  closure_type: ['button', 'other', 'pullover', 'zip'],
  dress_skirt_shape: ['a_line', 'high_low', 'mermaid', 'other', 'pencil', 'peplum', 'straight'],
  lower_body_length: ['7_8', 'calf_length', 'extra_short', 'full_length', 'knee_length', 'thigh_length'],
  neckline: ['collar', 'halter_neck', 'hooded', 'off_shoulder', 'other', 'round_neck', 'turtleneck', 'v_neck'],
  product_color: [
    'black',
    'blue',
    'brown',
    'gold',
    'green',
    'grey',
    'multi',
    'navy',
    'orange',
    'pink',
    'purple',
    'red',
    'silver',
    'white',
    'yellow',
  ],
  sleeve_length: ['long', 'short', 'sleeveless', 'three_quarter'],
  sleeve_style: ['capped', 'na', 'other', 'shoulder_strap', 'straight'],
  upper_body_length: ['below_knee', 'crop', 'hip_length', 'knee_length', 'na', 'thigh_length'],
  pattern: ['solid', 'striped', 'plaid', 'floral', 'dotted', 'graphic', 'other'],
} as const

const dressLike = [
  'lower_body_length',
  'neckline',
  'product_color',
  'sleeve_length',
  'sleeve_style',
  'pattern',
] as const
const outer = ['closure_type', 'neckline', 'product_color', 'sleeve_length', 'upper_body_length', 'pattern'] as const
const upper = [
  'closure_type',
  'neckline',
  'product_color',
  'sleeve_length',
  'sleeve_style',
  'upper_body_length',
  'pattern',
] as const
const lower = ['lower_body_length', 'product_color', 'pattern'] as const

/** Which family applies to which category (paper.md section 1.3); `pattern` applies to all. */
export const applicability = {
  dress: ['dress_skirt_shape', ...dressLike],
  jumpsuit: dressLike,
  playsuit: dressLike,
  suit: ['closure_type', 'neckline', 'product_color', 'sleeve_length', 'sleeve_style', 'pattern'],
  blazer: outer,
  cardigan: outer,
  coat: outer,
  jacket: outer,
  vest_waistcoat: outer,
  shirt: upper,
  sweater: upper,
  sweatshirt_hoodies: upper,
  t_shirt: upper,
  tank_top: upper,
  top: upper,
  athletic_pants: lower,
  jeans: ['lower_body_length', 'pattern'],
  leggings: lower,
  pants: lower,
  shorts: lower,
  skirt: ['dress_skirt_shape', ...lower],
} as const

/** Values that a family excludes for one category. */
export const exceptions: { readonly [category: string]: { readonly [family: string]: readonly string[] } } = {
  suit: { closure_type: ['pullover'], sleeve_style: ['shoulder_strap'] },
  sweatshirt_hoodies: { upper_body_length: ['knee_length'] },
}

export const genders = ['female', 'male', 'unknown'] as const
export const ages = ['under_30', '30_to_49', '50_and_over', 'unknown'] as const
export const seasons = ['spring', 'summer', 'autumn', 'winter', 'wet', 'dry', 'q1', 'q2', 'q3', 'q4'] as const

/** Display names where replacing `_` by a space does not do. The paper's own words where it has them. */
export const displayNames: { readonly [name: string]: string } = {
  date: 'dating',
  sport: 'sports',
  wedding_guest: 'wedding guest',
  work: 'daily work',
  t_shirt: 'T-shirt',
  sweatshirt_hoodies: 'sweatshirt / hoodie',
  vest_waistcoat: 'vest / waistcoat',
  full_body_garment: 'full-body garment',
  upper_body_garment: 'upper-body garment',
  lower_body_garment: 'lower-body garment',
  a_line: 'A-line',
  high_low: 'high-low',
  v_neck: 'V-neck',
  '7_8': '7/8',
  multi: 'multi-colour',
  product_color: 'colour',
  closure_type: 'closure',
  dress_skirt_shape: 'dress or skirt shape',
  off_shoulder: 'off-shoulder',
  three_quarter: 'three-quarter',
  na: 'not applicable',
  under_30: 'under 30',
  '30_to_49': '30 to 49',
  '50_and_over': '50 and over',
  q1: 'January to March',
  q2: 'April to June',
  q3: 'July to September',
  q4: 'October to December',
  'sleeve_length:long': 'long sleeve',
  'sleeve_length:short': 'short sleeve',
}
