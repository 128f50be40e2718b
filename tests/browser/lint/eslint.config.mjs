import js from "@eslint/js";

const browser = Object.fromEntries(
  ("window document location history navigator performance setTimeout clearTimeout URL Blob Response DecompressionStream " +
    "CanvasRenderingContext2D ResizeObserver XMLSerializer Intl atob").split(" ").map((name) => [name, "readonly"]),
);

export default [
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2024, sourceType: "module", globals: browser },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: "error",
      "no-var": "error",
      "prefer-const": "error",
      "no-shadow": ["error", { builtinGlobals: false }],
      "no-unused-vars": "error",
      "no-use-before-define": ["error", { functions: false, variables: false }],
      // Text must never become code or markup.
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-script-url": "error",
      "no-restricted-properties": [
        "error",
        ...["innerHTML", "outerHTML", "insertAdjacentHTML", "write", "writeln", "setHTMLUnsafe"].map((property) => ({ property, message: "text goes in as text (dom.js)" })),
      ],
    },
  },
];
