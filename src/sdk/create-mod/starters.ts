import type {Category} from '../../model/registry.js'
import {sinkStarter} from './sink-starter.js'
import {sourceStarter} from './source-starter.js'
import type {Starter} from './starter.js'
import {transformerStarter} from './transformer-starter.js'

export const starters: Readonly<Record<Category, Starter>> = {
  sources: sourceStarter,
  transformers: transformerStarter,
  sinks: sinkStarter,
}
