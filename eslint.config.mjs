import js from '@eslint/js';
import stylistic from '@stylistic/eslint-plugin';
import jsdoc from 'eslint-plugin-jsdoc';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  // Of an app that is written elsewhere, where the package is installed.
  { ignores: ['templates/', 'build/', 'dist/', 'coverage/', 'imports/*.ts', 'lib/**/*.js', 'lib/**/*.d.ts', 'imports/**/*.js', 'imports/**/*.d.ts'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/explicit-module-boundary-types': ['error', { allowOverloadFunctions: true }],
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/array-type': ['error', { default: 'array-simple' }],
      '@typescript-eslint/class-literal-property-style': 'off',
      // jsii knows string maps by their index signature; Readonly<Record> is a mapped type to it.
      '@typescript-eslint/consistent-indexed-object-style': 'off',
      // Takes a call with 'this' for an assignment.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // Constructs work by being created.
      'no-new': 'off',
      // jsii reads declared types: it does not infer them from initial values.
      '@typescript-eslint/no-inferrable-types': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Empty constructors of value classes keep them from being created but by their factories.
      '@typescript-eslint/no-empty-function': ['error', { allow: ['private-constructors', 'protected-constructors', 'constructors'] }],
      '@typescript-eslint/no-useless-constructor': 'off',
    },
  },
  {
    files: ['**/*.{ts,mjs}'],
    plugins: { '@stylistic': stylistic },
    rules: {
      '@stylistic/arrow-parens': ['error', 'always'],
      '@stylistic/comma-dangle': ['error', 'always-multiline'],
      '@stylistic/eol-last': 'error',
      '@stylistic/indent': ['error', 2, { ignoredNodes: ['ConditionalExpression'] }],
      '@stylistic/keyword-spacing': 'error',
      '@stylistic/max-len': ['error', { code: 200, ignoreUrls: true, ignoreRegExpLiterals: true, ignoreTemplateLiterals: true, ignoreStrings: true }],
      '@stylistic/member-delimiter-style': 'error',
      '@stylistic/no-multiple-empty-lines': ['error', { max: 1 }],
      '@stylistic/no-trailing-spaces': 'error',
      '@stylistic/object-curly-spacing': ['error', 'always'],
      '@stylistic/quote-props': ['error', 'consistent-as-needed'],
      '@stylistic/quotes': ['error', 'single', { avoidEscape: true }],
      '@stylistic/semi': ['error', 'always'],
      '@stylistic/space-before-blocks': 'error',
      '@stylistic/space-infix-ops': 'error',
      '@stylistic/type-annotation-spacing': 'error',
      'eqeqeq': 'error',
      'sort-imports': ['error', { ignoreDeclarationSort: true, ignoreCase: true }],
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: { process: 'readonly' } },
  },
  {
    // Everything that the package exports is documented.
    files: ['lib/components/*.ts', 'lib/options/*.ts', 'lib/*.ts'],
    plugins: { jsdoc },
    rules: {
      'jsdoc/require-jsdoc': ['error', { publicOnly: true, require: { ClassDeclaration: true, FunctionDeclaration: true }, contexts: ['TSInterfaceDeclaration', 'TSEnumDeclaration', 'TSInterfaceBody > TSPropertySignature'] }],
    },
  },
  {
    // Synthesis is deterministic and offline, and the environment is read in main.ts alone.
    files: ['lib/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'error',
      'no-restricted-globals': ['error', 'fetch', 'setTimeout', 'setInterval', 'performance'],
      'no-restricted-imports': ['error', { patterns: ['node:http*', 'node:net/*', 'node:child_process', 'node:dns*', 'node:os'] }],
      'no-restricted-properties': ['error',
        { object: 'process', property: 'env' }, { object: 'Date', property: 'now' }, { object: 'Math', property: 'random' },
        { object: 'crypto', property: 'randomUUID' }, { object: 'crypto', property: 'randomBytes' }],
      'no-restricted-syntax': ['error', { selector: 'NewExpression[callee.name="Date"]', message: 'the same input must give the same manifests at any time' }],
    },
  },
);
