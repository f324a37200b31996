import {defineConfig} from 'eslint/config'
import tseslint from 'typescript-eslint'

/** What a framework and its mods must not do: the answer and the exit code have one writer each, in src/cli. */
const quiet = {
  'no-console': 'error',
  'no-restricted-properties': [
    'error',
    {object: 'process', property: 'exit', message: 'Set process.exitCode and let output drain; throw a DataPyError to stop.'},
    {object: 'process', property: 'abort', message: 'Throw a DataPyError to stop.'},
  ],
}

export default defineConfig(
  {ignores: ['**/dist/', '**/node_modules/', 'coverage/', '**/.datapy/', 'plugins/*/src/params.ts']},
  {linterOptions: {reportUnusedDisableDirectives: 'error'}},
  {
    files: ['**/*.ts', '{bench,scripts}/**/*.js'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {parserOptions: {projectService: true, tsconfigRootDir: import.meta.dirname}},
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', {disallowTypeAnnotations: false}],
      '@typescript-eslint/no-misused-spread': ['error', {allow: ['string']}], // code points are what is meant
      '@typescript-eslint/no-unused-vars': [
        'error',
        {argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true},
      ],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', {considerDefaultExhaustiveForUnions: true}],
      '@typescript-eslint/restrict-template-expressions': ['error', {allowNumber: true}],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'Program > VariableDeclaration[kind="let"], ExportNamedDeclaration > VariableDeclaration[kind="let"]',
          message: 'No state in a module: pass it, or hold it in what is returned.',
        },
      ],
      '@typescript-eslint/no-base-to-string': 'off', // values of others, of any kind, are shown in messages
      '@typescript-eslint/unbound-method': 'off', // our interfaces are implemented by closures, which have no `this`
      eqeqeq: 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/errors/catalogue.ts'], // one table
    rules: {'max-lines': ['error', {max: 200}]},
  },
  {files: ['src/**/*.ts', 'plugins/*/src/**/*.ts'], rules: quiet},
  {
    // Two put their own process.exit in the place of Node's while foreign code runs; one ends what still runs after the answer.
    files: ['src/node/guard.ts', 'src/node/script-exit.ts', 'src/cli/leave-soon.ts'],
    rules: {'no-restricted-properties': 'off'},
  },
  {
    // Plain JavaScript: scripts run before an install, and a benchmark is not to pay for a loader.
    files: ['{bench,scripts}/**/*.js'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: {'no-restricted-syntax': 'off'},
  },
  {
    files: ['**/test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unused-expressions': 'off', // chai: expect(x).to.be.true
      '@typescript-eslint/no-non-null-assertion': 'off', // a test may fail with a TypeError
    },
  },
)
