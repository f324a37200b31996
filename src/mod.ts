/** "datapy/mod": the types that a mod is written against. Types only: a mod needs nothing of DataPy at run time. */
export type {
  Cell,
  Column,
  CsvRead,
  CsvReadOptions,
  CsvWriteOptions,
  CsvWritten,
  Dataset,
  DataSession,
  Row,
} from './model/dataset.js'
export type {JsonObject, JsonValue} from './model/json.js'
export type {Logger, ModContext, ModRun, OwnNames, ResultBuilder} from './model/mod.js'
export type {Problem} from './model/problem.js'
export type {ModReturn} from './model/result.js'
