/// The version of the program, as `--version` and `parser.version` say it.
package let budgetdVersion = "0.1.0"
