import {expect} from 'chai'
import type {Dataset, Row} from '../../../src/model/dataset.js'
import {EngineForTests} from '../use-engine.js'

const secret = 'SECRET-42'

/** One engine for all attempts, and files that none of them may read. */
describe('the fence around SQL', () => {
  const use = new EngineForTests()
  let orders: Dataset
  before(async () => {
    await use.start()
    await use.file('secret.csv', `word\n${secret}\n`)
    await use.file('secret.json', `[{"word": "${secret}"}]`)
    await use.file('secret.txt', secret)
    await (await use.data.fromRows([{word: secret}])).materialise()
    await use.engine.save(await use.data.fromRows([{word: secret}]), use.path('secret.parquet'))
    orders = await use.data.fromRows([{id: 1, name: 'a', paid: true}])
  })
  after(() => use.stop())

  const fill = (query: string) => query.replaceAll('DIR', use.folder)
  const outside = async (query: string) => await use.data.outsideOf(fill(query), ['orders', 'Customers'])

  const shown = (rows: readonly Row[]) =>
    rows
      .flatMap((row) =>
        Object.values(row).map((cell) => (cell instanceof Uint8Array ? Buffer.from(cell).toString() : JSON.stringify(cell))),
      )
      .join(' ')

  /** Attempts that would succeed: without the fence each of them gives the content of a file. */
  const leaks = [
    `SELECT * FROM 'DIR/secret.csv'`,
    `FROM "DIR/secret.csv"`,
    `TABLE "DIR/secret.csv"`,
    `SELECT * FROM 'DIR/secret.parquet' AS orders`,
    `SELECT * FROM orders, 'DIR/secret.json'`,
    `SELECT * FROM 'DIR/*.csv'`,
    `SELECT * FROM read_csv('DIR/secret.csv')`,
    `SELECT * FROM READ_CSV_AUTO('DIR/secret.csv')`,
    `SELECT * FROM "read_text"('DIR/secret.txt')`,
    `SELECT * FROM read_blob('DIR/secret.txt')`,
    `SELECT * FROM read_json('DIR/secret.json')`,
    `SELECT * FROM read_json_objects('DIR/secret.json')`,
    `SELECT * FROM read_parquet(['DIR/secret.parquet'])`,
    `SELECT * FROM parquet_scan('DIR/secret.parquet')`,
    `SELECT stats_max FROM parquet_metadata('DIR/secret.parquet')`,
    `SELECT * FROM main.read_text('DIR/secret.txt')`,
    `SELECT * FROM system.main.read_text('DIR/secret.txt')`,
    `SELECT * FROM query('FROM ''DIR/secret.csv''')`,
    `SELECT * FROM query_table('DIR/secret.csv')`,
    `SELECT * FROM query_table(['DIR/secret.csv'])`,
    `SELECT * FROM json_execute_serialized_sql(json_serialize_sql('FROM ''DIR/secret.csv'''))`,
    `SELECT (SELECT word FROM 'DIR/secret.csv') AS word FROM orders`,
    `SELECT [x FOR x IN (SELECT list(word) FROM 'DIR/secret.csv')] AS words`,
    `SELECT sum(id), (FROM 'DIR/secret.csv') FROM orders GROUP BY name HAVING EXISTS (FROM 'DIR/secret.csv')`,
    `SELECT word FROM orders JOIN 'DIR/secret.csv' ON true`,
    `SELECT word FROM orders, LATERAL (FROM 'DIR/secret.csv')`,
    `SELECT word FROM orders POSITIONAL JOIN 'DIR/secret.csv'`,
    `SELECT name FROM orders UNION ALL SELECT word FROM 'DIR/secret.csv'`,
    `(SELECT word FROM 'DIR/secret.csv') EXCEPT SELECT name FROM orders`,
    `VALUES ((SELECT word FROM 'DIR/secret.csv'))`,
    `WITH x AS (FROM 'DIR/secret.csv') FROM x`,
    `WITH x AS MATERIALIZED (FROM 'DIR/secret.csv') FROM x`,
    `WITH RECURSIVE x AS (SELECT word FROM 'DIR/secret.csv' UNION SELECT word FROM x) FROM x`,
    // A WITH is seen from some places only; from others the same name is a file.
    `SELECT * FROM (WITH "DIR/secret.csv" AS (SELECT 1 AS one) SELECT * FROM "DIR/secret.csv"), "DIR/secret.csv"`,
    `WITH x AS (FROM "DIR/secret.csv"), "DIR/secret.csv" AS (SELECT 1) FROM x`,
    `UNPIVOT 'DIR/secret.csv' ON word`,
    `SELECT * FROM (SUMMARIZE 'DIR/secret.csv')`,
    `SELECT * FROM (SUMMARIZE SELECT * FROM 'DIR/secret.csv')`,
    `SELECT * FROM unnest((SELECT list(word) FROM 'DIR/secret.csv')) t(word)`,
    `SELECT * FROM json_each((SELECT to_json(word) FROM 'DIR/secret.csv'))`,
    `SELECT * FROM histogram('DIR/secret.csv', word)`,
    `SELECT * FROM histogram_values('DIR/secret.csv', word)`,
    `SELECT unnest((SELECT list(word) FROM 'DIR/secret.csv')) AS word`,
    `SELECT CASE WHEN true THEN (FROM 'DIR/secret.csv') END AS word`,
    `SELECT CAST((FROM 'DIR/secret.csv') AS VARCHAR) AS word`,
    `SELECT * REPLACE ((FROM 'DIR/secret.csv') AS name) FROM orders`,
    `FROM 'DIR/secret.csv' /* FROM orders */ -- FROM orders`,
  ]
  for (const query of leaks) {
    it(`stops ${query}`, async () => {
      const rows = await (await use.data.sql(fill(query), {orders})).rows()
      expect(shown(rows)).to.contain(secret)
      expect((await outside(query)).map(({code}) => code)).to.include('sql_outside')
    })
  }

  /** Attempts that would run as well, on what is no file, or where a file decides something without being shown. */
  const reaches = [
    `SELECT * FROM glob('DIR/*')`,
    `SELECT json_serialize_plan('SELECT * FROM ''DIR/secret.csv'' WHERE word = ''x''')`,
    `PIVOT 'DIR/secret.csv' ON word IN ('x') USING count(*)`,
    `SELECT * FROM (PIVOT (SELECT *, 1 AS n FROM 'DIR/secret.csv') ON word IN ('x') USING sum(n))`,
    `SELECT * FROM orders WHERE EXISTS (FROM 'DIR/secret.csv') AND id = 1 AND 'x' = (FROM 'DIR/secret.csv')`,
    `SELECT 'x' AS word FROM orders ORDER BY (SELECT word FROM 'DIR/secret.csv')`,
    `SELECT 'x' AS word FROM orders LIMIT (SELECT count(*) FROM 'DIR/secret.csv')`,
    `SELECT 'x' AS word FROM orders QUALIFY row_number() OVER (ORDER BY (FROM 'DIR/secret.csv')) = 1`,
    `SELECT string_agg(name, ',' ORDER BY (FROM 'DIR/secret.csv')) || 'x' AS w FROM orders`,
    `SELECT count(*) FILTER (WHERE EXISTS (FROM 'DIR/secret.csv')) || 'x' AS w FROM orders`,
    `SELECT 'x' AS w FROM orders TABLESAMPLE reservoir(1), 'DIR/secret.csv' TABLESAMPLE 1 ROWS`,
    `SELECT * FROM sniff_csv('DIR/secret.csv', header = false)`,
    `SELECT * FROM information_schema.tables`,
    `SELECT * FROM INFORMATION_SCHEMA.columns`,
    `SELECT * FROM pg_catalog.pg_class`,
    `SELECT * FROM pg_tables`,
    `SELECT * FROM sqlite_master`,
    `SELECT * FROM duckdb_tables`,
    `SELECT * FROM duckdb_views()`,
    `SELECT * FROM duckdb_settings()`,
    `SELECT * FROM duckdb_functions()`,
    `SELECT * FROM duckdb_extensions()`,
    `SELECT * FROM duckdb_temporary_files(), range(1)`,
    `SELECT * FROM duckdb_memory()`,
    `SELECT * FROM pragma_database_size()`,
    `SELECT * FROM pragma_version()`,
    `SELECT * FROM (SHOW TABLES)`,
    `SELECT * FROM (SHOW ALL TABLES)`,
    `SELECT * FROM (SHOW DATABASES)`,
    `SELECT * FROM (DESCRIBE 'DIR/secret.csv')`,
    `SELECT current_setting('memory_limit')`,
    `SELECT main.current_setting('temp_directory')`,
    `SELECT system.main.CURRENT_SETTING('temp_directory')`,
    `SELECT ('temp_directory').current_setting()`,
    `SELECT getvariable('x')`,
    `SELECT current_query()`,
    `SELECT pg_get_viewdef(1)`,
    `SELECT get_block_size('memory')`,
    `SELECT txid_current()`,
    `SELECT current_connection_id()`,
    `SELECT setseed(0.5)`,
    `SELECT write_log('x')`,
    `SELECT sleep_ms(1)`,
    `SELECT pg_sleep(0)`,
    `SELECT stats(id) FROM orders`,
    `SELECT * FROM repeat(1, 1), test_all_types()`,
    `SELECT * FROM summary((SELECT 1)), duckdb_keywords()`,
    `SELECT max(current_setting('memory_limit')) OVER () FROM orders`,
    `SELECT list_transform([1], lambda x: current_setting('memory_limit'))`,
  ]
  for (const query of reaches) {
    it(`stops ${query}`, async () => {
      await (await use.data.sql(fill(query), {orders})).rows()
      expect((await outside(query)).map(({code}) => code)).to.include('sql_outside')
    })
  }

  /** What the engine refuses by itself, today and in this place, is stopped all the same. */
  const refused = [
    `SELECT nextval('tally_1')`,
    `SELECT currval('tally_1')`,
    `SELECT __internal_decompress_string(1::BIGINT)`,
    `SELECT * FROM 'https://example.com/x.csv'`,
    `SELECT * FROM 's3://bucket/x.parquet'`,
    `SELECT * FROM read_csv('https://example.com/x.csv')`,
    `SELECT * FROM other_database.main.orders`,
    `SELECT * FROM main.orders`,
    `SELECT * FROM memory.main.orders`,
    `SELECT * FROM orders AT (VERSION => 1)`,
    `SELECT * FROM postgres_scan('host=x', 'public', 'x')`,
    `SELECT * FROM sqlite_scan('x.db', 'x')`,
    `SELECT * FROM iceberg_scan('x')`,
    `SELECT * FROM read_duckdb('DIR/x.db')`,
    `SELECT * FROM seq_scan('dataset_1')`,
    `SELECT * FROM arrow_scan(1, 2, 3)`,
    `SELECT * FROM orders('x')`,
    `WITH RECURSIVE x AS (FROM x UNION ALL FROM x) FROM x`,
    `SELECT * FROM dataset_1_is_no_name_to_know`,
    `SELECT getenv('HOME')`,
    `SELECT list_transform([1], lambda x: (SELECT max(word) FROM 'DIR/secret.csv')) AS words`,
    `SELECT TRY((FROM 'DIR/secret.csv')) AS word`,
    `SELECT COLUMNS(c -> c = 'word' OR c = (FROM 'DIR/secret.csv')) FROM 'DIR/secret.csv'`,
  ]
  for (const query of refused) {
    it(`stops ${query}`, async () => {
      expect((await outside(query)).map(({code}) => code)).to.satisfy(
        (codes: string[]) => codes.includes('sql_outside') || codes.includes('sql_failed'),
      )
    })
  }

  /** What is no SELECT, or two of them, or cannot be looked into. */
  const notSelects = [
    '',
    ';',
    '-- SELECT 1',
    `COPY (SELECT 1) TO 'DIR/out.csv'`,
    `SELECT 1; COPY (SELECT 1) TO 'DIR/out.csv'`,
    `SELECT 1; SELECT 2`,
    `ATTACH 'DIR/x.db' AS x`,
    `DETACH memory`,
    `INSTALL httpfs`,
    `LOAD httpfs`,
    `SET memory_limit = '1GB'`,
    `RESET memory_limit`,
    `PRAGMA database_list`,
    `CALL pragma_version()`,
    `CREATE TABLE x AS SELECT 1`,
    `CREATE MACRO f() AS TABLE FROM 'DIR/secret.csv'`,
    `DROP VIEW dataset_1`,
    `INSERT INTO orders VALUES (1)`,
    `DELETE FROM orders`,
    `EXPORT DATABASE 'DIR/out'`,
    `IMPORT DATABASE 'DIR/out'`,
    `EXPLAIN SELECT 1`,
    `PREPARE x AS SELECT 1`,
    `EXECUTE x`,
    `CHECKPOINT`,
    `BEGIN`,
    `PIVOT orders ON name`,
    `FROM (PIVOT orders ON name USING sum(id))`,
    `WITH x AS (INSERT INTO orders VALUES (1) RETURNING *) FROM x`,
    `SELECT 1) , (SELECT * FROM 'DIR/secret.csv'`,
    `SELECT 1 /*`,
    `SELECT 1\0 FROM 'DIR/secret.csv'`,
  ]
  for (const query of notSelects) {
    it(`takes for no SELECT: ${JSON.stringify(query)}`, async () => {
      const [problem, ...more] = await outside(query)
      expect(problem?.code).to.be.oneOf(['sql_not_select', 'sql_failed'])
      expect(more).to.deep.equal([])
    })
  }

  const harmless = [
    `SELECT * FROM orders`,
    `SELECT * FROM ORDERS o JOIN "customers" c USING (id)`,
    `FROM orders`,
    `TABLE orders;`,
    `VALUES (1, 'a')`,
    `SELECT 'DIR/secret.csv' AS "FROM 'x.csv'" -- FROM 'x.csv'`,
    `WITH a AS (FROM orders), b AS (FROM a) SELECT * FROM a, B`,
    `WITH orders AS (SELECT 1 AS one) FROM orders`,
    `WITH orders AS (FROM orders WHERE paid) FROM orders`,
    `WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 3) FROM n`,
    `WITH "x.csv" AS (SELECT 1 AS one) SELECT (SELECT max(one) FROM "x.csv") FROM "x.csv"`,
    `SELECT * FROM range(3) r, generate_series(1, 2), unnest([1, 2])`,
    `SELECT * FROM orders, LATERAL (SELECT orders.id + 1 AS next)`,
    `SELECT name, sum(id) FILTER (WHERE paid), rank() OVER (ORDER BY id) FROM orders GROUP BY name, id HAVING count(*) > 0 QUALIFY row_number() OVER () < 9 ORDER BY ALL LIMIT 5`,
    `SELECT DISTINCT ON (name) *, id::DECIMAL(10,2), CAST(name AS STRUCT(a INT)[]) FROM orders TABLESAMPLE 10%`,
    `SELECT COLUMNS('i.*'), * EXCLUDE (id), * REPLACE (id + 1 AS id) FROM orders`,
    `PIVOT orders ON name IN ('a', 'b') USING sum(id)`,
    `UNPIVOT orders ON id`,
    `SELECT * FROM (SUMMARIZE orders)`,
    `SELECT * FROM (DESCRIBE orders)`,
    `SELECT now(), current_date, current_timestamp, random(), uuid(), today()`,
    `SELECT CASE WHEN id < 0 THEN error('below zero') ELSE id END FROM orders`,
    `SELECT regexp_matches(name, 'a') AND name LIKE '%a' AND name SIMILAR TO 'a' AND name GLOB 'a*' FROM orders`,
    `SELECT extract(year FROM DATE '2020-01-01'), TIMESTAMP '2020-01-01' AT TIME ZONE 'UTC', INTERVAL 1 DAY`,
    `SELECT {'a': 1}.a, [1, 2][1], MAP {1: 2}, list_transform([1], lambda x: x + 1), [x * 2 FOR x IN [1]]`,
    `SELECT nullif(id, 1), coalesce(id, 2), ifnull(id, 3), list_sum([1]), split_part('a,b', ',', 1), days_in_month(today()) FROM orders`,
    `SELECT json_extract('{"a": 1}', '$.a'), '{"a": 1}'::JSON ->> 'a', to_json(orders) FROM orders`,
    `SELECT string_agg(name, ',' ORDER BY id), quantile_cont(id, 0.5), mode() WITHIN GROUP (ORDER BY id), arg_max(id, name) FROM orders`,
    `SELECT * FROM orders ASOF JOIN customers ON orders.id >= customers.id`,
    `SELECT id FROM orders UNION ALL BY NAME SELECT id FROM customers EXCEPT SELECT 1 INTERSECT SELECT 2`,
    `SELECT grouping(name), name FROM orders GROUP BY ROLLUP (name)`,
    `SELECT current_user, user, current_schema, current_database()`,
  ]
  for (const query of harmless) {
    it(`lets pass ${query}`, async () => {
      expect(await outside(query)).to.deep.equal([])
      const customers = orders
      await use.data.sql(fill(query), {orders, customers})
    })
  }

  it('says everything at once, in order, with line, column and the nearest input', async () => {
    const problems = await outside(`SELECT 'äöü€', getvariable('x')\n  FROM ordrs JOIN\n"c.csv" ON summ(1)`)
    expect(problems).to.deep.equal([
      {
        code: 'sql_outside',
        message: 'line 1, column 16 of the query: getvariable() reaches outside of the row that it is given',
      },
      {
        code: 'sql_outside',
        message: 'line 2, column 8 of the query: "ordrs" is none of its inputs',
        hint: 'did you mean "orders"?',
      },
      {
        code: 'sql_outside',
        message: 'line 3, column 1 of the query: "c.csv" is none of its inputs',
        hint: 'its inputs are "orders", "Customers"',
      },
      {code: 'sql_failed', message: 'line 3, column 12 of the query: there is no function "summ"', hint: 'did you mean "sum"?'},
    ])
  })

  it('says where a query cannot be read', async () => {
    expect(await outside(`SELECT *\nFROM orders WHERE WHERE`)).to.deep.equal([
      {code: 'sql_failed', message: 'line 2, column 19 of the query: syntax error at or near "WHERE"'},
    ])
  })

  it('looks into a query that is nested deeper than the stack of JavaScript', async () => {
    const deep = `SELECT ${'-('.repeat(900)}(SELECT word FROM 'x.csv')${')'.repeat(900)}`
    expect((await outside(deep)).map(({code}) => code)).to.deep.equal(['sql_outside'])
    const wide = `SELECT 1 ${'+ 1 '.repeat(900)} + (SELECT 1 FROM 'x.csv')`
    expect((await outside(wide)).map(({code}) => code)).to.include('sql_outside')
  })
})
