import Glibc

await ReviewProgram.run(Array(CommandLine.arguments.dropFirst()))
