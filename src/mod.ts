/** "datapy/mod": the types that a mod is written against. Types only: a mod needs nothing of DataPy at run time. */
export type {DataSession, Tally} from './model/data-session.js'
export type {Cell, Column, Dataset, Row} from './model/dataset.js'
export type {JsonObject, JsonValue} from './model/json.js'
export type {Logger, ModContext, ModRun, ModState, OwnNames, ResultBuilder} from './model/mod.js'
export type {Problem} from './model/problem.js'
export type {ModReturn} from './model/result.js'
export type {
  CsvRead,
  CsvReadOptions,
  CsvWriteOptions,
  IfExists,
  JsonReadOptions,
  JsonWriteOptions,
  ParquetReadOptions,
  ParquetWriteOptions,
  TableRead,
  TableWritten,
} from './model/table-files.js'
