import {isAlias, isNode, visit, type Alias, type Document, type Node} from 'yaml'

/** The node that each alias stands for; an alias whose anchor does not stand before it has none. */
export type AliasTargets = ReadonlyMap<Alias, Node>

/** Finds what the aliases of a document stand for in one pass; the library would look through all of it for each. */
export function aliasTargets(document: Document): AliasTargets {
  const anchors = new Map<string, Node>()
  const targets = new Map<Alias, Node>()
  visit(document, {
    Node(_, node) {
      if (isAlias(node)) {
        const target = anchors.get(node.source)
        if (target !== undefined) targets.set(node, target)
      } else if (isNode(node) && node.anchor !== undefined) anchors.set(node.anchor, node)
    },
  })
  return targets
}
