package import SystemPackage

/// A program that comes with this one: beside it, or where a package puts programs that people do not call.
package struct ProgramBeside: Sendable {
    /// Nil where it is in neither place.
    package let path: FilePath?
    /// Where it is, or would be beside this program.
    package let expected: FilePath

    package init(_ name: FilePath.Component) {
        let own = FileOperations.resolved("/proc/self/exe").removingLastComponent()
        let packaged = own.removingLastComponent().appending("libexec/budgetd").appending(name)
        path = [own.appending(name), packaged].first { FileOperations.exists($0) }
        expected = path ?? own.appending(name)
    }
}
