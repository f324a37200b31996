import type {ErrorExitCode} from '../model/result.js'

interface CatalogueEntry {
  /** The exit code of a command that ends because of it. */
  readonly exit_code: ErrorExitCode
  /** What it means, for the page of error codes. */
  readonly meaning: string
  /** What to do about it, for the page of error codes. */
  readonly fix: string
}

/**
 * Every problem DataPy can name. A code is never reused. docs/error-codes.md is generated from this table.
 * Sorted by the folder that finds it, then by name.
 */
export const catalogue = {
  bug: {exit_code: 1, meaning: 'A fault in DataPy itself.', fix: 'Run again with --debug and report what it prints.'},
  too_many_problems: {
    exit_code: 20,
    meaning: 'More than a thousand problems were found; the first of them are told.',
    fix: 'Mend these first, or look whether this is the right file.',
  },
  // cli
  output_lost: {
    exit_code: 30,
    meaning:
      'What stdout goes to did not take all of the answer: its disk is full, for instance. What was run has ended as its record says.',
    fix: 'Make room where stdout goes to; `datapy show-run` tells how a run has ended.',
  },
  usage: {
    exit_code: 2,
    meaning: 'An unknown command, flag or argument, or a wrong flag value.',
    fix: 'Compare with `datapy help COMMAND`.',
  },
  // data
  bad_column_name: {
    exit_code: 30,
    meaning: 'A column name is empty, holds a NUL, or is there twice; names that differ only by case are one name.',
    fix: 'Rename the column.',
  },
  bad_expression: {
    exit_code: 20,
    meaning: 'An expression that cannot be read, or that uses a column, function or operator that expressions do not have.',
    fix: 'Compare with docs/expressions.md.',
  },
  bad_max_rejects: {
    exit_code: 20,
    meaning: 'max_rejects is neither a number of rows nor a percentage.',
    fix: 'Write a number such as 100, or a share such as "5%".',
  },
  bad_memory_limit: {
    exit_code: 20,
    meaning: 'The memory limit is not an amount of memory.',
    fix: 'Write DATAPY_MEMORY_LIMIT, or --memory-limit, as 512MB, 1.5GiB or 50%.',
  },
  csv_bad_option: {
    exit_code: 20,
    meaning: 'Options of a CSV file that contradict each other, or that no file can be read or written with.',
    fix: 'Change the option that the message names.',
  },
  csv_bad_row: {
    exit_code: 30,
    meaning: 'A row of a CSV file cannot be read as it stands.',
    fix: 'Mend the file at the line given, or set on_bad_row to skip or collect.',
  },
  csv_columns_differ: {
    exit_code: 30,
    meaning: 'CSV files that are read together do not have the same columns.',
    fix: 'Read them one by one, or mend the file that differs.',
  },
  csv_duplicate_column: {
    exit_code: 30,
    meaning: 'The header of a CSV file names a column twice; names that differ only by case are one name.',
    fix: 'Name the columns with header: [..] and pass over the line with skip_rows.',
  },
  csv_empty_file: {
    exit_code: 30,
    meaning: 'A CSV file has nothing in it, not even a header.',
    fix: 'Find out why the file was written empty.',
  },
  csv_needs_quotes: {
    exit_code: 30,
    meaning: 'A value cannot be written without quotes, and quote_style is none.',
    fix: 'Set quote_style to needed, or use a delimiter that is in no value.',
  },
  csv_no_byte_order: {
    exit_code: 30,
    meaning: 'A file is said to be utf-16 or utf-32 and does not say in which byte order.',
    fix: 'Set encoding to utf-16le or utf-16be.',
  },
  csv_no_rows: {
    exit_code: 30,
    meaning: 'A warning: a CSV file has a header and no rows.',
    fix: 'Nothing, if that can be; else look at what writes the file.',
  },
  csv_not_fast: {
    exit_code: 30,
    meaning: 'A CSV file is to be read by the reader of the engine alone, which cannot read it.',
    fix: 'Leave the parameter reader at auto.',
  },
  csv_too_many_columns: {
    exit_code: 30,
    meaning: 'A CSV file has more columns than a table can have.',
    fix: 'Name the columns to keep: columns: [..]. Where the file has far fewer, the delimiter is wrong, or a line break is missing.',
  },
  csv_too_many_rejects: {
    exit_code: 30,
    meaning: 'More rows are bad than max_rejects allows.',
    fix: 'Mend the file, or raise max_rejects.',
  },
  csv_unencodable: {
    exit_code: 30,
    meaning: 'A value has a character that the encoding of the file to write cannot hold.',
    fix: 'Write utf-8, or replace the character.',
  },
  csv_unknown_column: {
    exit_code: 30,
    meaning: 'A column that columns or types names is not in the file.',
    fix: 'Compare the name with the header of the file.',
  },
  csv_unnamed_column: {
    exit_code: 30,
    meaning: 'A warning: a column has no name in the header and was given one.',
    fix: 'Give it a name in the file, or name the columns with header: [..].',
  },
  dataset_too_large: {
    exit_code: 30,
    meaning: 'A Dataset has more rows than may be taken into memory at once.',
    fix: 'Work in SQL or in batches, or allow more rows.',
  },
  dataset_without_columns: {
    exit_code: 30,
    meaning: 'A Dataset was to be made of no rows and no columns.',
    fix: 'Give the columns.',
  },
  disk_full: {
    exit_code: 30,
    meaning: 'The disk that holds the named file or folder has no room left, or the quota of the user is used up.',
    fix: 'Free space there; where it is the folder of runs, a larger disk can be named with DATAPY_STATE_DIR.',
  },
  engine_closed: {
    exit_code: 30,
    meaning: 'Data was asked for after its run had ended.',
    fix: 'Read a Dataset before its run ends.',
  },
  engine_failed: {
    exit_code: 30,
    meaning: 'The data engine does not start.',
    fix: 'The message is the cause; check that the temporary files can be written and that the installation is whole.',
  },
  file_unreadable: {
    exit_code: 30,
    meaning: 'A file that was to be read is gone, or cannot be read.',
    fix: 'Check the path and the rights of the user that runs DataPy.',
  },
  json_bad_option: {
    exit_code: 20,
    meaning: 'Options of a JSON file that contradict each other, or that no file can be read with.',
    fix: 'Change the option that the message names.',
  },
  json_bad_row: {
    exit_code: 30,
    meaning:
      'A row of a JSON file cannot be read: it is no JSON, no object, or a value does not fit the type that its column was given.',
    fix: 'Mend the file at the line given, or set on_bad_row to skip or collect.',
  },
  json_broken: {
    exit_code: 30,
    meaning: 'A JSON document breaks off or stops being JSON, so that nothing after that place can be read.',
    fix: 'Check whether the file was written and copied as a whole; where each line is a row, set format to ndjson.',
  },
  json_kept_nested: {
    exit_code: 30,
    meaning: "A warning: a column's nested values have no structure that the engine holds exactly, and are kept as JSON text.",
    fix: 'Nothing, if that will do; or name a type for the column, text or json.',
  },
  json_keys_differ_by_case: {
    exit_code: 30,
    meaning: 'Two keys of the rows differ only by case, which the engine takes for one name.',
    fix: 'Keep one of them with columns, or rename one where the file is made.',
  },
  json_mixed_column: {
    exit_code: 30,
    meaning: 'A warning: a column has values of kinds that go together only as text.',
    fix: 'Nothing, if that will do; or name a type for the column, so that values which do not fit are bad rows.',
  },
  json_no_columns: {
    exit_code: 30,
    meaning: 'A JSON file has no row with a key, so nothing says what its columns are.',
    fix: 'Name them with columns or types, or find out why the file is empty.',
  },
  json_no_rows: {
    exit_code: 30,
    meaning: 'A warning: a JSON file has no rows.',
    fix: 'Nothing, if that can be; else look at what writes the file.',
  },
  json_pointer_not_found: {
    exit_code: 30,
    meaning: 'A JSON Pointer leads to nothing in the document, or to what is no table.',
    fix: 'Compare it with the document; the message says how far it leads.',
  },
  json_repeated_key: {
    exit_code: 30,
    meaning: 'A warning: a key stands in one object more than once; its last value is taken.',
    fix: 'Mend what writes the file.',
  },
  json_too_large: {
    exit_code: 30,
    meaning: 'A JSON document that is read with a pointer is too large to be read as a whole.',
    fix: 'Cut the array out first, or have it written as NDJSON.',
  },
  json_too_many_columns: {
    exit_code: 30,
    meaning: 'The rows of a JSON file have more different keys than a table can have columns.',
    fix: 'Name the columns to keep, or nest keys that are data.',
  },
  json_too_many_rejects: {
    exit_code: 30,
    meaning: 'More rows are bad than max_rejects allows.',
    fix: 'Mend the file, or raise max_rejects.',
  },
  json_unknown_column: {
    exit_code: 30,
    meaning: 'A column that columns or types names is in no row of the JSON file.',
    fix: 'Compare the name with the keys of the file; case matters.',
  },
  json_unnamed_column: {
    exit_code: 30,
    meaning: 'A warning: a key is the empty text, and its column was given a name.',
    fix: 'Give it a name in the file.',
  },
  json_unwritable_value: {
    exit_code: 30,
    meaning: 'A value has no form in JSON: a number that is not finite.',
    fix: 'Replace it by null first, for instance with the mod sql.',
  },
  not_a_dataset: {
    exit_code: 30,
    meaning: 'A table was expected: a Dataset, an arquero table, an array of objects or an async iterable of them.',
    fix: 'Pass one of these.',
  },
  out_of_memory: {
    exit_code: 30,
    meaning: 'A query needs more memory than the limit allows, and cannot do with the disk instead.',
    fix: 'Raise the limit with --memory-limit or DATAPY_MEMORY_LIMIT.',
  },
  output_exists: {
    exit_code: 30,
    meaning: 'The file to write is there already, and if_exists is error.',
    fix: 'Set if_exists to overwrite or backup, or move the file away.',
  },
  output_unwritable: {
    exit_code: 30,
    meaning: 'A file cannot be written.',
    fix: 'Check the path, the disk and the rights of the user that runs DataPy.',
  },
  parquet_columns_differ: {
    exit_code: 30,
    meaning: 'Parquet files that are read together do not have the same columns, of the same types, in the same order.',
    fix: 'Read them one by one, and put the tables together with union.',
  },
  parquet_unknown_column: {
    exit_code: 30,
    meaning: 'A column that columns names is not in the Parquet file.',
    fix: 'Compare the name with the columns that the message lists.',
  },
  parquet_unreadable: {
    exit_code: 30,
    meaning: 'A file is no Parquet file, or a broken or an encrypted one.',
    fix: 'Check what wrote it, and whether it was copied as a whole.',
  },
  row_does_not_fit: {
    exit_code: 30,
    meaning: 'A row made in JavaScript has a value or a key that its columns do not allow.',
    fix: 'Convert the value, or give the columns and their types.',
  },
  sql_failed: {
    exit_code: 30,
    meaning: 'The engine refuses a query, or fails while it runs.',
    fix: "The message is the engine's own.",
  },
  sql_not_select: {
    exit_code: 30,
    meaning: 'A query is not one SELECT.',
    fix: 'Write one SELECT; chain Datasets for several steps.',
  },
  sql_outside: {
    exit_code: 20,
    meaning: 'A query reads more than its named inputs: a file, another table, a setting, or a function that is not pure.',
    fix: 'Read the file with a mod of its own and name it as an input; the mod sql takes allow_outside: true.',
  },
  unknown_column: {
    exit_code: 20,
    meaning: 'A column that was asked for is not in the table.',
    fix: 'Correct its spelling; the message names what is near.',
  },
  unknown_column_type: {
    exit_code: 30,
    meaning: 'A column type that there is not.',
    fix: 'Use text, integer, decimal, double, boolean, date, timestamp, timestamptz or time, or a DuckDB type such as DECIMAL(10,2).',
  },
  unknown_encoding: {
    exit_code: 30,
    meaning: 'An encoding that is not known.',
    fix: 'Use utf-8, latin-1, cp1252, utf-16 or another name that iconv-lite knows.',
  },
  unknown_format: {
    exit_code: 20,
    meaning: 'The name of a file does not say in which format it is, or says one that cannot be looked at.',
    fix: 'Give it one of the endings that the message lists.',
  },
  // job
  bad_job: {
    exit_code: 20,
    meaning: 'The job file is not of the form of a job.',
    fix: 'Compare with docs/jobs.md; the message names the key.',
  },
  bad_project_defaults: {
    exit_code: 20,
    meaning: 'project_defaults.yaml is not of its form.',
    fix: 'Compare with docs/parameters.md; the message names the key.',
  },
  circular_mods: {
    exit_code: 20,
    meaning: 'Mods of a job wait for each other.',
    fix: 'Remove one of the references, or of the _depends_on, that the message shows.',
  },
  unknown_key: {
    exit_code: 20,
    meaning: 'A key that a job or project defaults do not have.',
    fix: 'Correct its spelling, or remove it.',
  },
  yaml_empty: {exit_code: 20, meaning: 'A job file holds nothing.', fix: 'Write the job into it, or name another file.'},
  // node
  api_range: {
    exit_code: 20,
    meaning: 'A mod is made for other versions of DataPy than this one.',
    fix: 'Upgrade DataPy, or take a version of the mod that is made for this one.',
  },
  archive_unwritable: {
    exit_code: 20,
    meaning: 'The archive of pack-mods cannot be written.',
    fix: 'Name another file with --output.',
  },
  bad_archive: {
    exit_code: 20,
    meaning: 'A file is no archive of mods, or is damaged.',
    fix: 'Copy it again, or make it anew with `datapy pack-mods`.',
  },
  bad_environment: {
    exit_code: 20,
    meaning: 'An environment variable that DataPy reads holds something that it cannot be.',
    fix: 'Correct it as the hint says, or unset it.',
  },
  bad_mod_spec: {
    exit_code: 20,
    meaning: 'What register-mod was given is neither a folder, a tarball nor the name of a package.',
    fix: 'Give ./FOLDER, ./FILE.tgz, NAME or NAME@VERSION.',
  },
  bad_state_file: {
    exit_code: 20,
    meaning: 'The file that keeps the watermarks of a job cannot be read.',
    fix: 'Bring state.json back from a copy, or remove it, after which all is loaded again.',
  },
  dependency_missing: {
    exit_code: 20,
    meaning: 'A package that a mod declares as its dependency cannot be found from where the mod is installed.',
    fix: 'Register the mod again; for a mod that is a folder, run npm install in it.',
  },
  dependency_version: {
    exit_code: 20,
    meaning: 'A dependency of a mod is installed in a version that the mod does not allow.',
    fix: 'Register the mod again; for a mod that is a folder, run npm install in it.',
  },
  disk_fault: {
    exit_code: 30,
    meaning:
      'The file system refuses something that a run or a command needs: it fails, is read-only, or something there is gone.',
    fix: 'Mend what the message names, then give the same command again: it goes on where it stopped.',
  },
  docs_file_foreign: {
    exit_code: 20,
    meaning: 'A file stands where build-docs is to write a page, and was not written by it. Nothing was written.',
    fix: 'Name another folder with -o, or move the file away.',
  },
  docs_unwritable: {
    exit_code: 20,
    meaning: 'The folder that build-docs is to write into cannot be written.',
    fix: 'Give the user that runs it the right to write there, or name another folder with -o.',
  },
  file_missing: {exit_code: 20, meaning: 'The job or project file is not there.', fix: 'Check the path.'},
  file_unwritable: {
    exit_code: 20,
    meaning: 'A file that a command was asked to write cannot be written.',
    fix: 'Name another file with -o, or make its folder writable.',
  },
  integrity_differs: {
    exit_code: 20,
    meaning: 'The package that is installed is not the one that was registered.',
    fix: 'Find out who changed it, then register the mod again with --force.',
  },
  links_refused: {
    exit_code: 20,
    meaning: 'A disk takes no hard links, without which a lock does not hold.',
    fix: 'Keep runs and registry on another disk: DATAPY_STATE_DIR, DATAPY_REGISTRY and DATAPY_DATA_DIR say where.',
  },
  lock_held: {
    exit_code: 20,
    meaning: 'Another process holds the lock of a file and did not let it go in time.',
    fix: 'Wait for the process that is named; if it runs on a host that is gone, remove the lock file.',
  },
  log_unwritable: {
    exit_code: 20,
    meaning: 'The log file cannot be made where the job or the project says.',
    fix: 'Give the user that runs DataPy the right to write there, or change globals.log_path or logging.base_path.',
  },
  mod_changed: {
    exit_code: 20,
    meaning: 'The installed files of a mod, or its version, are not those that were registered.',
    fix: 'Bring them back with `datapy install --frozen`, or register the mod again with --force.',
  },
  mod_import_failed: {
    exit_code: 20,
    meaning: "A mod's package is there, but importing it fails.",
    fix: 'The message is the cause: build the package, or install what it lacks.',
  },
  mod_not_fetchable: {
    exit_code: 20,
    meaning: '`install --frozen` cannot fetch a mod exactly as it was registered.',
    fix: 'Register it again, or bring it with `pack-mods` and `install --from`.',
  },
  mod_package_missing: {
    exit_code: 20,
    meaning: "A registered mod's package is not installed, or a folder holds no package.",
    fix: 'Install it with `datapy register-mod PACKAGE --force`, or with npm install beside the registry.',
  },
  mod_ships: {
    exit_code: 20,
    meaning: 'A mod that ships with DataPy cannot be taken out of the registry of a user.',
    fix: 'Use a registry of the project, in which only the mods stand that it is to have.',
  },
  mod_still_registered: {
    exit_code: 20,
    meaning: 'A package is to be uninstalled while a mod of it is registered.',
    fix: 'Run `datapy unregister-mod TYPE` first, or uninstall it nevertheless with --force.',
  },
  mod_without_run: {
    exit_code: 20,
    meaning: "A mod's package has no function `run` among its exports.",
    fix: 'Export `run(params, context)`.',
  },
  no_current_folder: {
    exit_code: 20,
    meaning: 'The folder in which a command was started is gone.',
    fix: 'Change to a folder that is there, then give the same command again.',
  },
  node_too_old: {
    exit_code: 20,
    meaning: 'A mod does not work with this version of Node.',
    fix: 'Run DataPy with a version of Node that the mod allows.',
  },
  nothing_to_pack: {
    exit_code: 20,
    meaning: 'A registry has no mods but those that ship with DataPy.',
    fix: 'Register a mod, or name another registry.',
  },
  npm_failed: {
    exit_code: 20,
    meaning: 'npm could not install or remove a package.',
    fix: "The message is npm's own; the registry and its key are read from your .npmrc.",
  },
  npm_login: {
    exit_code: 20,
    meaning: 'The npm registry asks for a login, or the login that your .npmrc gives may not have the package.',
    fix: 'Put a token that may read the package into your .npmrc, or have its right extended.',
  },
  npm_package_unknown: {
    exit_code: 20,
    meaning: 'The npm registry has no package of that name, or not that version.',
    fix: 'Check the spelling, and which registry your .npmrc names for the scope; some registries say this to who is not logged in.',
  },
  npm_timeout: {
    exit_code: 20,
    meaning: 'The npm registry did not answer in time.',
    fix: 'Try again, or raise DATAPY_NPM_TIMEOUT, the seconds that npm waits for an answer.',
  },
  npm_unreachable: {
    exit_code: 20,
    meaning: 'The npm registry cannot be reached, or is out of order.',
    fix: 'Check that the registry your .npmrc names is up, and the proxy and cafile there.',
  },
  oclif_key_missing: {
    exit_code: 20,
    meaning: 'A package that plugins:install was given has no `oclif` key in its package.json, so it is no plugin.',
    fix: 'Register it with `datapy register-mod PACKAGE`, which needs no such key; or add `"oclif": {}` to it.',
  },
  other_platform: {
    exit_code: 20,
    meaning: 'An archive of mods holds packages for another operating system or processor.',
    fix: 'Pack the mods on a machine of the same kind.',
  },
  plugin_not_installed: {
    exit_code: 20,
    meaning: 'There is no package of that name that plugins:install or plugins:link has put there.',
    fix: 'Compare with `datapy plugins`; what register-mod has installed, unregister-mod takes away.',
  },
  registry_missing: {
    exit_code: 20,
    meaning: 'The registry file that --registry or DATAPY_REGISTRY names is not there.',
    fix: 'Check the path; without either, the nearest registry.json counts.',
  },
  registry_unreadable: {
    exit_code: 20,
    meaning: 'A registry file is there and cannot be read.',
    fix: 'Give the user that runs DataPy the right to read it.',
  },
  registry_unwritable: {
    exit_code: 20,
    meaning: 'A registry file, or the folder where mods are installed, cannot be written.',
    fix: 'Give the user that registers mods the right to write there, or name another: --registry, DATAPY_DATA_DIR.',
  },
  script_failed: {
    exit_code: 30,
    meaning: 'A script threw, or could not be loaded.',
    fix: 'Mend the script; the place is its own line.',
  },
  script_missing: {
    exit_code: 20,
    meaning: 'The script that run-script was to run is not there, or cannot be read.',
    fix: 'Check the path.',
  },
  state_unwritable: {
    exit_code: 20,
    meaning: 'The folder that keeps runs cannot be written.',
    fix: 'Give the user that runs DataPy the right to write there, or set DATAPY_STATE_DIR to a folder it can write.',
  },
  yaml_duplicate_key: {exit_code: 20, meaning: 'A key stands twice in one map of a YAML file.', fix: 'Remove one of them.'},
  yaml_not_utf8: {exit_code: 20, meaning: 'A YAML file is not UTF-8.', fix: 'Save it as UTF-8.'},
  yaml_refused: {
    exit_code: 20,
    meaning: 'A YAML file holds something that no job can, such as a number that would lose digits.',
    fix: 'Do as the hint says.',
  },
  yaml_syntax: {exit_code: 20, meaning: 'A YAML file does not follow the rules of YAML.', fix: 'Mend the place that is shown.'},
  yaml_too_large: {
    exit_code: 20,
    meaning: 'A YAML file is larger than a job can be: of more than 16 MiB, or of some 150,000 keys.',
    fix: 'Name a job file, not a data file; keep data in a file that a mod reads.',
  },
  yaml_unreadable: {
    exit_code: 20,
    meaning: 'A job or project file is there and cannot be read.',
    fix: 'Give the user that runs DataPy the right to read it.',
  },
  // params
  ambiguous_reference: {exit_code: 20, meaning: 'A reference could mean a global or a mod.', fix: 'Rename one of them.'},
  bad_reference: {
    exit_code: 20,
    meaning: 'A `${…}` is not of the form of a reference.',
    fix: 'Write it as docs/parameters.md shows; for a literal `${` write `$${`.',
  },
  bad_set_option: {
    exit_code: 2,
    meaning: 'A --set is not mod.param=value, or names a mod that the job does not have.',
    fix: 'Write --set mod.param=value or --set globals.name=value.',
  },
  circular_reference: {
    exit_code: 20,
    meaning: 'Globals stand for each other in a circle.',
    fix: 'Give one of them a value of its own.',
  },
  demanded_reference: {
    exit_code: 20,
    meaning: 'A reference with `:?` has no value; the message is what the job says there.',
    fix: 'Give the value that the message asks for.',
  },
  missing_secret: {
    exit_code: 20,
    meaning: 'A secret is not there or cannot be read.',
    fix: 'Set the variable, or make the file readable for the user that runs DataPy.',
  },
  missing_variable: {
    exit_code: 20,
    meaning: 'An environment variable is not set. Schedulers do not read your profile.',
    fix: 'Set it where the scheduler starts the step, or give a default: `${env:NAME:-default}`.',
  },
  unknown_reference: {
    exit_code: 20,
    meaning: 'A reference names nothing that is there.',
    fix: 'Correct its spelling; the hint names what is near.',
  },
  // registry
  allow_invalid: {
    exit_code: 20,
    meaning: 'The key `allow` of a registry file is not a list of packages and scopes.',
    fix: 'Write names, `@scope/*`, or either with `@RANGE` behind it.',
  },
  datapy_key_missing: {
    exit_code: 20,
    meaning: 'A package has no `datapy` key in its package.json, so it is no mod.',
    fix: 'Declare the mod there, or name another package.',
  },
  entry_differs: {
    exit_code: 20,
    meaning: "A mod's registry entry is not what its package declares.",
    fix: 'Register the mod again with --force, or install the version that is registered.',
  },
  entry_invalid: {
    exit_code: 20,
    meaning: 'A registry entry, or what a package declares as one, is not well-formed.',
    fix: 'The message says which value must be what.',
  },
  mod_not_allowed: {
    exit_code: 20,
    meaning: 'A package is not on the list `allow` of the registry, or not at this version. --force does not pass it.',
    fix: 'Whoever owns the registry adds it to `allow` there.',
  },
  mod_package_not_json: {
    exit_code: 20,
    meaning: "A mod's package.json is not JSON, or not an object.",
    fix: 'Mend the file at the place that is shown.',
  },
  mod_type_changed: {
    exit_code: 20,
    meaning: 'A package that is registered as one mod type now declares another, so that the registered one would be gone.',
    fix: 'Unregister the old type first, once no job uses it, or replace it with --force.',
  },
  mod_type_taken: {
    exit_code: 20,
    meaning: 'A mod type is registered already, by another package or in a version that is not older.',
    fix: 'Raise the version, choose another type, or replace the entry with --force.',
  },
  registry_mods_not_object: {
    exit_code: 20,
    meaning: '`mods` in a registry file is not an object.',
    fix: 'Mend the file: `mods` maps each mod type to its entry.',
  },
  registry_not_json: {exit_code: 20, meaning: 'A registry file is not JSON.', fix: 'Mend the file at the place that is shown.'},
  registry_not_object: {
    exit_code: 20,
    meaning: 'A registry file holds something else than an object at its top.',
    fix: 'Name another file, or mend it.',
  },
  registry_without_mods: {
    exit_code: 20,
    meaning: 'A registry file that was named has no `mods`.',
    fix: 'Name another file, or add `"mods": {}`.',
  },
  repeated_key: {
    exit_code: 20,
    meaning: 'A key stands twice in one object of a registry file; JSON keeps the last and forgets the others.',
    fix: 'Remove one of the two.',
  },
  unknown_mod_type: {
    exit_code: 20,
    meaning: 'The registry has no mod of that type.',
    fix: 'Compare with `datapy list-registry`, or register the mod.',
  },
  // result
  bad_result: {
    exit_code: 30,
    meaning: 'A mod returned something that is not a result, or that contradicts itself.',
    fix: "Report it to the mod's author; run takes what result.success(), warning() or error() return.",
  },
  row_balance: {
    exit_code: 30,
    meaning: 'Rows in are not rows out + rejected + dropped, although the mod declares that balance.',
    fix: "Report it to the mod's author: rows were lost, made up or miscounted.",
  },
  // run
  bad_for_each: {
    exit_code: 20,
    meaning: '`_for_each` is not a list, a glob that names files, or a reference to a list, or the list is empty.',
    fix: 'Write a list, a glob whose path starts at the folder of the job file, or `${name}` of a list.',
  },
  bad_watermark: {
    exit_code: 30,
    meaning: 'A mod wants to keep as its watermark what JSON cannot hold, or more than 64 KiB.',
    fix: 'The author of the mod: keep a mark such as the newest time that was read.',
  },
  cancelled: {
    exit_code: 50,
    meaning: 'The command was stopped by SIGINT, SIGTERM, SIGHUP or its caller.',
    fix: 'Issue the command again.',
  },
  input_changed: {
    exit_code: 30,
    meaning: 'A file was written to, or replaced, while a mod read it: what it read may be a mixture of old and new.',
    fix: 'Give the same command again when nobody writes to it, or give the mod `_retry`. Who makes such files should write under another name, and rename.',
  },
  input_file_missing: {
    exit_code: 20,
    meaning: 'A file that a mod is to read is not there, or is a folder, a pipe or a device.',
    fix: 'Check the path; relative paths start at base_path, else at the folder of the file that names them.',
  },
  job_running: {
    exit_code: 60,
    meaning: 'Another process is running the same job (the same file with the same --set values), or this step of it.',
    fix: 'Wait until it has ended. The message says who it is; if that host is gone for good, remove the lock file it names.',
  },
  missing_output: {
    exit_code: 30,
    meaning: 'An earlier mod succeeded without giving the output that a later one refers to.',
    fix: 'Compare the reference with the ports that `datapy mod-info TYPE` lists.',
  },
  mod_changed_builtins: {
    exit_code: 30,
    meaning:
      'A mod replaced functions that are built into JavaScript or Node, which were put back: what it made, or others made meanwhile, cannot be relied on.',
    fix: "Report it to the mod's author; `_isolate: true` keeps it away from other mods meanwhile.",
  },
  mod_died: {
    exit_code: 30,
    meaning: 'The process that a mod ran in ended before the mod gave a result.',
    fix: "Look in the log for what it wrote last, and report it to the mod's author.",
  },
  mod_exited: {
    exit_code: 30,
    meaning: 'A mod called process.exit or process.abort.',
    fix: "Report it to the mod's author: a mod returns its result.",
  },
  mod_never_settled: {
    exit_code: 30,
    meaning: 'Nothing was left to do, yet the mod had not returned: a promise in it never settles.',
    fix: "Report it to the mod's author.",
  },
  mod_out_of_memory: {
    exit_code: 30,
    meaning: 'A mod that runs in a process of its own took more memory than it may.',
    fix: 'Raise `_isolate.memory`, or let the mod hold less at a time.',
  },
  mod_threw: {
    exit_code: 30,
    meaning: 'A mod threw while running.',
    fix: 'The message is the cause; run again with --debug for the stack.',
  },
  mod_unhandled: {
    exit_code: 30,
    meaning: 'A mod left a rejected promise or an error unhandled.',
    fix: "Report it to the mod's author.",
  },
  no_state: {
    exit_code: 20,
    meaning: 'A step has no watermark.',
    fix: 'Look with `datapy list-state`; a watermark belongs to a job file with its --set values.',
  },
  no_table: {
    exit_code: 20,
    meaning: 'What was to be looked at gives no table: a sink, or a mod without an output port of that name.',
    fix: 'Name another step, or one of its ports with --port.',
  },
  not_in_job: {
    exit_code: 20,
    meaning: 'The job has no mod of that name.',
    fix: 'Use one of the names under `mods` in the job file.',
  },
  not_run_yet: {
    exit_code: 20,
    meaning: 'A mod needs the output of another that has not left one yet.',
    fix: 'Run that mod first, run the whole job with run-job, or name the run that has the output with --run.',
  },
  output_clash: {
    exit_code: 20,
    meaning: 'Two mods of a job, or two items of one, would write the same file, or one would write over the job itself.',
    fix: 'Give each a file of its own.',
  },
  record_unreadable: {
    exit_code: 20,
    meaning:
      'The record of a run, run.json, is damaged or cannot be read. Lists leave the run out, and nothing is taken over from it.',
    fix: "Bring run.json back from a copy, or remove the run's folder: that takes the tables it kept, and none of its outputs.",
  },
  run_not_found: {
    exit_code: 20,
    meaning: 'There is no run of that id or job where runs are looked for, or a part of an id that several have.',
    fix: 'Look with `datapy list-runs`, in the folder of the project or with DATAPY_STATE_DIR set.',
  },
  run_of_other_job: {
    exit_code: 20,
    meaning: '--run names a run of another job file, or of the same one with other --set values.',
    fix: 'Name another id; an id that there is not yet begins a run.',
  },
  timed_out: {
    exit_code: 40,
    meaning: 'The job or the mod took longer than its timeout.',
    fix: 'Raise `timeout` or `_timeout`, or find out in the log what took so long.',
  },
  // schema
  bad_config_schema: {
    exit_code: 20,
    meaning: 'The config_schema of a mod is not a JSON Schema that DataPy can use.',
    fix: "Report it to the mod's author.",
  },
  invalid_param: {
    exit_code: 20,
    meaning: 'A parameter has a value that its schema does not allow.',
    fix: 'Give a value of the kind that the message names; `datapy mod-info TYPE` lists them.',
  },
  missing_input: {
    exit_code: 20,
    meaning: 'A mod lacks the table for one of its input ports.',
    fix: 'Refer to the output of another mod: `${name.data}`.',
  },
  missing_param: {
    exit_code: 20,
    meaning: 'A mod lacks a parameter that it needs.',
    fix: 'Add it; `datapy mod-info TYPE` says what it is.',
  },
  unknown_param: {
    exit_code: 20,
    meaning: 'A mod has no parameter of that name.',
    fix: 'Correct its spelling; `datapy mod-info TYPE` lists them.',
  },
  // sdk
  bad_mod_name: {
    exit_code: 2,
    meaning: 'The name, or the scope, of a mod to be made is none that a mod or a package can have.',
    fix: 'Use lower-case words joined by "-" or "_", and a scope such as @acme.',
  },
  bad_test_cases: {
    exit_code: 20,
    meaning: 'The file of cases that a mod is tested with is not what it must be.',
    fix: 'Compare with docs/testing-a-mod.md.',
  },
  mod_folder_taken: {
    exit_code: 20,
    meaning: 'The folder of a mod to be made is there already, and not empty.',
    fix: 'Name another folder with --dir, or take away the one that is there.',
  },
  mod_folder_unwritable: {
    exit_code: 20,
    meaning: 'The folder of a mod cannot be made, or nothing can be written into it.',
    fix: 'Do what the message of the system asks for, or name another folder.',
  },
  mod_not_conforming: {
    exit_code: 20,
    meaning: 'A mod does not keep what every mod must keep.',
    fix: 'Mend what the check names; docs/testing-a-mod.md says what each is about.',
  },
  mod_source_unreadable: {
    exit_code: 20,
    meaning: 'A source of a mod is not TypeScript that can be read.',
    fix: 'Mend it at the line given.',
  },
} as const satisfies Record<string, CatalogueEntry>

export type ProblemCode = keyof typeof catalogue

/** Whether a problem's code is one of DataPy's own. */
export function isProblemCode(code: unknown): code is ProblemCode {
  return typeof code === 'string' && Object.hasOwn(catalogue, code)
}
