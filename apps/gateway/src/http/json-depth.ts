const deepest = 64

/** Whether brackets nest deeper than any request of ours does, which would exhaust the stack of whoever walks through it. */
export const isTooDeep = (json: string): boolean => {
  let depth = 0
  let inText = false
  for (let at = 0; at < json.length && depth <= deepest; at++) {
    const character = json[at]
    if (inText) {
      if (character === '\\') at++
      else if (character === '"') inText = false
    } else if (character === '"') inText = true
    else if (character === '[' || character === '{') depth++
    else if (character === ']' || character === '}') depth--
  }
  return depth > deepest
}
