/** A job that cannot run: what is wrong with it, its text, and what must be told, as `code line:column`. */
export type BadJob = readonly [what: string, text: string, told: readonly string[]]

const read = '  r: {_type: csv_reader, file_path: in.csv}\n'

const mods = (...lines: string[]) => `mods:\n${read}${lines.map((line) => `  ${line}\n`).join('')}`

/** In a folder with `in.csv` and a `project_defaults.yaml`. */
export const badJobs: readonly BadJob[] = [
  // the file
  ['an empty file', '', ['yaml_empty 1:1']],
  ['only a comment', '# later\n', ['yaml_empty 1:1']],
  ['a list', '- a\n- b\n', ['bad_job 1:1']],
  ['a text', 'hello\n', ['bad_job 1:1']],
  ['no mods', 'name: x\n', ['bad_job 1:1']],
  ['empty mods', 'mods:\n', ['bad_job 1:1']],
  ['mods as a list', 'mods:\n  - r: {_type: csv_reader}\n', ['bad_job 2:3']],
  ['an unknown key at the top', `schedule: daily\n${mods()}`, ['unknown_key 1:1']],
  ['a key written wrongly', `globls: {a: 1}\n${mods()}`, ['unknown_key 1:1']],
  ['a key twice', `${mods()}mods: {}\n`, ['yaml_duplicate_key 3:1']],
  ['a mod twice', mods('r: {_type: csv_reader, file_path: in.csv}'), ['yaml_duplicate_key 3:3']],
  ['a tab as indentation', 'mods:\n\tr: {_type: csv_reader}\n', ['yaml_syntax 2:1']],
  ['a bracket that is not closed', 'mods:\n  r: {_type: csv_reader, file_path: in.csv\n', ['yaml_syntax 3:1']],
  [
    'a quote that is not closed',
    'mods:\n  r: {_type: csv_reader, file_path: "in.csv}\n',
    ['yaml_syntax 2:37', 'yaml_syntax 3:1'],
  ],
  ['two documents', `${mods()}---\n${mods()}`, ['yaml_syntax 3:1']],
  ['a tag', 'mods: !!js/function x\n', ['yaml_syntax 1:7']],
  ['an alias to nothing', 'mods:\n  r: {_type: csv_reader, file_path: *f}\n', ['yaml_refused 2:37']],
  [
    'a number that loses digits',
    mods('f: {_type: filter, data: "${r.data}", where: 12345678901234567890}'),
    ['yaml_refused 3:48'],
  ],
  ['a name that is none of a file', `name: a/b\n${mods()}`, ['bad_job 1:7']],
  ['a name that is a number', `name: 5\n${mods()}`, ['bad_job 1:7']],
  ['a description that is a list', `description: [a]\n${mods()}`, ['bad_job 1:14']],
  ['a timeout that is none', `timeout: soon\n${mods()}`, ['bad_job 1:10']],
  ['a timeout below nothing', `timeout: -5s\n${mods()}`, ['bad_job 1:10']],
  ['a timeout beyond what can be', `timeout: 900h\n${mods()}`, ['bad_job 1:10']],
  ['materialize that is neither', `materialize: sometimes\n${mods()}`, ['bad_job 1:14']],
  ['globals as a list', `globals: [a]\n${mods()}`, ['bad_job 1:10']],
  ['a global of a reserved name', `globals: {run: 1}\n${mods()}`, ['bad_job 1:11']],
  ['a global named as a mod', `globals: {r: 1}\n${mods()}`, ['bad_job 1:11']],
  [
    'a global of a name that is none',
    `globals: {"a b": 1}\n${mods('f: {_type: filter, data: "${r.data}", where: "${a b}"}')}`,
    ['bad_reference 4:48'],
  ],
  // mods
  ['a mod that is a text', 'mods:\n  r: csv_reader\n', ['bad_job 2:6']],
  ['a mod that is nothing', 'mods:\n  r:\n', ['bad_job 2:5']],
  ['a mod without a type', 'mods:\n  r: {file_path: in.csv}\n', ['bad_job 2:3']],
  ['a type that is a number', 'mods:\n  r: {_type: 5}\n', ['bad_job 2:14']],
  ['an unknown type', 'mods:\n  r: {_type: csv_raeder, file_path: in.csv}\n', ['unknown_mod_type 2:14']],
  ['a type from the prototype', 'mods:\n  r: {_type: constructor}\n', ['unknown_mod_type 2:14']],
  ['a mod of a reserved name', 'mods:\n  env: {_type: csv_reader, file_path: in.csv}\n', ['bad_job 2:3']],
  ['a mod of a name with a dash', 'mods:\n  my-mod: {_type: csv_reader, file_path: in.csv}\n', ['bad_job 2:3']],
  ['a mod named __proto__', 'mods:\n  __proto__: {_type: csv_reader, file_path: in.csv}\n', ['yaml_refused 2:3']],
  [
    'an unknown key of the framework',
    mods('f: {_type: filter, data: "${r.data}", where: "true", _parallel: 4}'),
    ['unknown_key 3:56'],
  ],
  [
    'a key of the framework written wrongly',
    mods('f: {_type: filter, data: "${r.data}", where: "true", _depend_on: r}'),
    ['unknown_key 3:56'],
  ],
  ['_timeout that is none', mods('f: {_type: filter, data: "${r.data}", where: "true", _timeout: x}'), ['bad_job 3:66']],
  ['_retry that is a text', mods('f: {_type: filter, data: "${r.data}", where: "true", _retry: often}'), ['bad_job 3:64']],
  [
    '_retry of no attempts',
    mods('f: {_type: filter, data: "${r.data}", where: "true", _retry: {attempts: 0}}'),
    ['bad_job 3:75'],
  ],
  [
    '_retry with an unknown key',
    mods('f: {_type: filter, data: "${r.data}", where: "true", _retry: {atempts: 3}}'),
    ['unknown_key 3:65'],
  ],
  [
    '_retry on what is not known',
    mods('f: {_type: filter, data: "${r.data}", where: "true", _retry: {on: monday}}'),
    ['bad_job 3:69'],
  ],
  [
    '_always_run that is a text',
    mods('f: {_type: filter, data: "${r.data}", where: "true", _always_run: "yes"}'),
    ['bad_job 3:69'],
  ],
  [
    '_checkpoint that is a number',
    mods('f: {_type: filter, data: "${r.data}", where: "true", _checkpoint: 1}'),
    ['bad_job 3:69'],
  ],
  [
    '_materialize that is neither',
    mods('f: {_type: filter, data: "${r.data}", where: "true", _materialize: 1}'),
    ['bad_job 3:70'],
  ],
  ['_isolate that is a text', mods('f: {_type: filter, data: "${r.data}", where: "true", _isolate: maybe}'), ['bad_job 3:66']],
  [
    '_isolate with memory that is none',
    mods('f: {_type: filter, data: "${r.data}", where: "true", _isolate: {memory: much}}'),
    ['bad_job 3:75'],
  ],
  [
    '_isolate with an unknown key',
    mods('f: {_type: filter, data: "${r.data}", where: "true", _isolate: {cpu: 1}}'),
    ['unknown_key 3:67'],
  ],
  // the graph
  [
    'a circle of two',
    mods('a: {_type: filter, data: "${b.data}", where: "true"}', 'b: {_type: filter, data: "${a.data}", where: "true"}'),
    ['circular_mods 3:28'],
  ],
  [
    'a circle of three through _depends_on',
    mods(
      'a: {_type: filter, data: "${r.data}", where: "true", _depends_on: c}',
      'b: {_type: filter, data: "${a.data}", where: "true"}',
      'c: {_type: filter, data: "${b.data}", where: "true"}',
    ),
    ['circular_mods 3:69'],
  ],
  ['a mod that reads its own output', mods('a: {_type: filter, data: "${a.data}", where: "true"}'), ['circular_mods 3:28']],
  [
    'a mod that depends on itself',
    mods('a: {_type: filter, data: "${r.data}", where: "true", _depends_on: a}'),
    ['circular_mods 3:69'],
  ],
  [
    '_depends_on of a mod that is not there',
    mods('a: {_type: filter, data: "${r.data}", where: "true", _depends_on: rr}'),
    ['not_in_job 3:69'],
  ],
  ['_depends_on of a number', mods('a: {_type: filter, data: "${r.data}", where: "true", _depends_on: 3}'), ['bad_job 3:69']],
  [
    '_depends_on of a list with a map',
    mods('a: {_type: filter, data: "${r.data}", where: "true", _depends_on: [{a: 1}]}'),
    ['bad_job 3:69'],
  ],
  // references
  ['a reference to nothing', mods('f: {_type: filter, data: "${raed.data}", where: "true"}'), ['unknown_reference 3:29']],
  ['an unknown output port', mods('f: {_type: filter, data: "${r.rows}", where: "true"}'), ['unknown_reference 3:29']],
  [
    'an unknown global of a mod',
    mods('f: {_type: filter, data: "${r.data}", where: "${r.globals.rows}"}'),
    ['unknown_reference 3:49'],
  ],
  ['a mod as a whole', mods('f: {_type: filter, data: "${r}", where: "true"}'), ['unknown_reference 3:29']],
  ['a metric without a name', mods('f: {_type: filter, data: "${r.data}", where: "${r.metrics}"}'), ['unknown_reference 3:49']],
  ['a reference that is not closed', mods('f: {_type: filter, data: "${r.data}", where: "id > ${min"}'), ['bad_reference 3:48']],
  ['an empty reference', mods('f: {_type: filter, data: "${r.data}", where: "${}"}'), ['bad_reference 3:48']],
  [
    'a variable that is not set',
    mods('f: {_type: filter, data: "${r.data}", where: "${env:DATAPY_TEST_NOT_SET}"}'),
    ['missing_variable 3:49'],
  ],
  [
    'a variable that is demanded',
    mods('f: {_type: filter, data: "${r.data}", where: "${env:DATAPY_TEST_NOT_SET:?say which}"}'),
    ['demanded_reference 3:49'],
  ],
  [
    'a secret that is not there',
    mods('f: {_type: filter, data: "${r.data}", where: "${secret:env:DATAPY_TEST_NOT_SET}"}'),
    ['missing_secret 3:49'],
  ],
  [
    'a secret from a file that is not there',
    mods('f: {_type: filter, data: "${r.data}", where: "${secret:file:/no/such/file}"}'),
    ['missing_secret 3:49'],
  ],
  [
    'a variable with a dot',
    mods('f: {_type: filter, data: "${r.data}", where: "${env.DATAPY_TEST_NOT_SET}"}'),
    ['unknown_reference 3:49'],
  ],
  [
    'an unknown thing of the run',
    mods('f: {_type: filter, data: "${r.data}", where: "${run.name}"}'),
    ['unknown_reference 3:49'],
  ],
  [
    'globals that go round',
    `globals: {a: "\${b}", b: "\${a}"}\n${mods('f: {_type: filter, data: "${r.data}", where: "${a}"}')}`,
    ['circular_reference 1:26'],
  ],
  [
    'a global that does not hold this',
    `globals: {a: {b: 1}}\n${mods('f: {_type: filter, data: "${r.data}", where: "${a.c}"}')}`,
    ['unknown_reference 4:49'],
  ],
  // parameters
  ['a parameter that is missing', mods('f: {_type: filter, data: "${r.data}"}'), ['missing_param 3:3']],
  ['an input port that gets nothing', mods('f: {_type: filter, where: "true"}'), ['missing_input 3:3']],
  ['an unknown parameter', mods('f: {_type: filter, data: "${r.data}", where: "true", keeep: others}'), ['unknown_param 3:56']],
  ['a parameter of the wrong kind', mods('s: {_type: sort, data: "${r.data}", by: [id], limit: many}'), ['invalid_param 3:56']],
  [
    'a choice that there is not',
    mods('f: {_type: filter, data: "${r.data}", where: "true", keep: most}'),
    ['invalid_param 3:62'],
  ],
  ['a number that is too small', mods('s: {_type: sort, data: "${r.data}", by: [id], limit: -1}'), ['invalid_param 3:56']],
  ['an empty list', mods('s: {_type: sort, data: "${r.data}", by: []}'), ['invalid_param 3:43']],
  ['a list item of the wrong kind', mods('s: {_type: sort, data: "${r.data}", by: [id, 5]}'), ['invalid_param 3:48']],
  [
    'an unknown key inside of a parameter',
    mods('s: {_type: sort, data: "${r.data}", by: [{column: id, ordre: desc}]}'),
    ['invalid_param 3:64'],
  ],
  [
    'a global of the wrong kind',
    `globals: {limit: many}\n${mods('s: {_type: sort, data: "${r.data}", by: [id], limit: "${limit}"}')}`,
    ['invalid_param 4:56'],
  ],
  ['a quote of two characters', 'mods:\n  r: {_type: csv_reader, file_path: in.csv, quote: "##"}\n', ['invalid_param 2:52']],
  ['null for what is needed', mods('f: {_type: filter, data: "${r.data}", where: null}'), ['invalid_param 3:48']],
  // inputs of the wrong kind
  ['a number on an input port', mods('f: {_type: filter, data: 5, where: "true"}'), ['invalid_param 3:28']],
  ['a text on an input port', mods('f: {_type: filter, data: in.csv, where: "true"}'), ['invalid_param 3:28']],
  ['a mod name on an input port', mods('f: {_type: filter, data: r, where: "true"}'), ['invalid_param 3:28']],
  [
    'a global of a mod on an input port',
    mods('f: {_type: filter, data: "${r.globals.row_count}", where: "true"}'),
    ['invalid_param 3:28'],
  ],
  [
    'a metric on an input port',
    mods('f: {_type: filter, data: "${r.metrics.rows_read}", where: "true"}'),
    ['invalid_param 3:28'],
  ],
  ['a map on an input port', mods('f: {_type: filter, data: {id: 1}, where: "true"}'), ['invalid_param 3:28']],
  [
    'a global with a text on an input port',
    `globals: {t: in.csv}\n${mods('f: {_type: filter, data: "${t}", where: "true"}')}`,
    ['invalid_param 4:28'],
  ],
  // files
  ['an input file that is not there', 'mods:\n  r: {_type: csv_reader, file_path: out.csv}\n', ['input_file_missing 2:37']],
  ['a glob that names nothing', 'mods:\n  r: {_type: csv_reader, file_path: "in-*.csv"}\n', ['input_file_missing 2:37']],
  [
    'one of two input files that is not there',
    'mods:\n  r: {_type: csv_reader, file_path: [in.csv, im.csv]}\n',
    ['input_file_missing 2:37', 'invalid_param 2:37'],
  ],
  [
    'two mods that write one file',
    mods(
      'a: {_type: csv_writer, data: "${r.data}", file_path: out.csv}',
      'b: {_type: csv_writer, data: "${r.data}", file_path: ./x/../out.csv}',
    ),
    ['output_clash 4:56'],
  ],
  [
    'two formats in one file',
    mods(
      'a: {_type: csv_writer, data: "${r.data}", file_path: out.csv}',
      'b: {_type: json_writer, data: "${r.data}", file_path: out.csv}',
    ),
    ['output_clash 4:57'],
  ],
  [
    'items that write one file',
    mods('a: {_type: csv_writer, _for_each: [1, 2], data: "${r.data}", file_path: out.csv}'),
    ['output_clash 3:75'],
  ],
  ['an output over the job itself', mods('a: {_type: csv_writer, data: "${r.data}", file_path: JOB}'), ['output_clash 3:56']],
  [
    'an output over the defaults of the project',
    mods('a: {_type: csv_writer, data: "${r.data}", file_path: project_defaults.yaml}'),
    ['output_clash 3:56'],
  ],
  // for each
  [
    '_for_each of an empty list',
    mods('f: {_type: filter, _for_each: [], data: "${r.data}", where: "true"}'),
    ['bad_for_each 3:33'],
  ],
  ['_for_each of a number', mods('f: {_type: filter, _for_each: 3, data: "${r.data}", where: "true"}'), ['bad_job 3:33']],
  [
    '_for_each of a glob that names nothing',
    mods('f: {_type: csv_reader, _for_each: "x-*.csv", file_path: "${item}"}'),
    ['bad_for_each 3:37'],
  ],
  [
    '_for_each with an item of the wrong kind',
    mods('s: {_type: sort, _for_each: [1, many], data: "${r.data}", by: [id], limit: "${item}"}'),
    ['invalid_param 3:78'],
  ],
  [
    '_for_each and a mod that is named item',
    mods(
      'item: {_type: filter, data: "${r.data}", where: "true"}',
      'f: {_type: filter, _for_each: [1], data: "${r.data}", where: "true"}',
    ),
    ['bad_for_each 4:33'],
  ],
  ['an item without _for_each', mods('f: {_type: filter, data: "${r.data}", where: "id = ${item}"}'), ['unknown_reference 3:54']],
  // several at once
  [
    'faults in three mods',
    'mods:\n  r: {_type: csv_reader, file_path: no.csv}\n  f: {_type: filter, data: "${r.rows}", where: "true"}\n  x: {_type: flter}\n',
    ['input_file_missing 2:37', 'unknown_reference 3:29', 'unknown_mod_type 4:14'],
  ],
]
