import * as Args from '@oclif/core/args'
import * as Errors from '@oclif/core/errors'
import * as Flags from '@oclif/core/flags'
import {exitCodes} from '../../errors/exit-codes.js'
import {memoryFlags} from '../flags.js'
import type {SourceOptions} from '../../sdk/preview-source.js'

/** The argument of the commands that look at a table. */
export const sourceArgs = {
  source: Args.string({
    description: 'A file: .csv .tsv .txt .json .ndjson .jsonl (also .gz), .parquet, .xlsx; or a job, .yaml, with --step.',
    required: true,
  }),
}

/** Their flags: which table, and how to read it. */
export const sourceFlags = {
  ...memoryFlags,
  columns: Flags.string({description: 'Only these columns, in this order.', helpValue: 'a,b', parse: columnList}),
  step: Flags.string({
    description: 'The step of the job whose table is shown. It runs, with those it needs; sinks never do.',
    helpValue: 'NAME',
  }),
  port: Flags.string({description: 'Which output port of the step (default data).', helpValue: 'PORT'}),
  set: Flags.string({
    description: 'Set a parameter (mod.param=value) or a global (globals.name=value) of the job. Repeatable.',
    multiple: true,
    helpValue: 'mod.param=value',
  }),
  delimiter: Flags.string({
    description: 'CSV: what separates fields (else guessed among , ; tab and |). \\t is a tab.',
    helpValue: ';',
    helpGroup: 'READING',
  }),
  encoding: Flags.string({description: 'CSV: the encoding (else utf-8).', helpValue: 'NAME', helpGroup: 'READING'}),
  quote: Flags.string({description: 'CSV: the quote (else "). An empty text: no quoting.', helpGroup: 'READING', helpValue: "'"}),
  'no-header': Flags.boolean({
    description: 'CSV: the first line is a row; columns are column_1, column_2 ….',
    helpGroup: 'READING',
  }),
  'skip-rows': Flags.integer({
    description: 'CSV: lines to pass over before the header.',
    min: 0,
    helpValue: 'N',
    helpGroup: 'READING',
  }),
  pointer: Flags.string({
    description: 'JSON: where the rows stand in the document, as a JSON Pointer.',
    helpValue: '/result/rows',
    helpGroup: 'READING',
  }),
}

interface SourceFlags {
  readonly columns?: string | undefined
  readonly step?: string | undefined
  readonly port?: string | undefined
  readonly delimiter?: string | undefined
  readonly encoding?: string | undefined
  readonly quote?: string | undefined
  readonly 'no-header': boolean
  readonly 'skip-rows'?: number | undefined
  readonly pointer?: string | undefined
}

/** What the flags say of the table. */
export function sourceOptions(flags: SourceFlags): SourceOptions {
  return {
    columns: flags.columns?.split(',').map((name) => name.trim()),
    step: flags.step,
    port: flags.port,
    delimiter: flags.delimiter === String.raw`\t` ? '\t' : flags.delimiter,
    encoding: flags.encoding,
    quote: flags.quote,
    header: !flags['no-header'],
    skipRows: flags['skip-rows'],
    pointer: flags.pointer,
  }
}

function columnList(text: string): Promise<string> {
  if (text.split(',').every((name) => name.trim() !== '')) return Promise.resolve(text)
  throw new Errors.CLIError(`--columns ${text}: a column has no name`, {
    exit: exitCodes.usage,
    suggestions: ['write it as a,b,c'],
  })
}
