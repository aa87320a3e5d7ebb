// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// Rooms that compute: optimised also where tests are built, which read whole releases and would take ten times as long.
let computing = strict + [.unsafeFlags(["-O"])]

/// What libpoppler calls of itself and the tap defines. The linker exports by itself only what a library that it sees leaves
/// undefined; libpoppler is not linked, for its version is in its name and not in poppler-glib's.
let tapped = [
    "_ZN3Gfx10doShowTextEPK9GooString",
    "_ZN3Gfx10doSoftMaskEP6ObjectbP13GfxColorSpacebbP8FunctionP8GfxColor",
    "_ZN3Gfx10opShowTextEP6Objecti",
    "_ZN3Gfx12opBeginImageEP6Objecti",
    "_ZN3Gfx14opMoveShowTextEP6Objecti",
    "_ZN3Gfx15opShowSpaceTextEP6Objecti",
    "_ZN3Gfx17opMoveSetShowTextEP6Objecti",
    "_ZN3Gfx18initDisplayProfileEv",
    "_ZN3Gfx19doTilingPatternFillEP16GfxTilingPatternbbb",
    "_ZN3Gfx9drawAnnotEP6ObjectP11AnnotBorderP10AnnotColorddddi",
]

let package = Package(
    name: "budgetd",
    products: [
        .executable(name: "budgetd", targets: ["budgetd"]),
        .executable(name: "budgetd-worker", targets: ["budgetd-worker"]),
        .executable(name: "budgetd-review", targets: ["budgetd-review"]),
    ],
    // Exact, so that a clone builds next year what it builds today; Package.resolved says the same of what these need.
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/swhitty/FlyingFox", exact: "0.27.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2", traits: []),
    ],
    targets: [
        .systemLibrary(
            name: "CPoppler",
            pkgConfig: "poppler-glib",
            providers: [.apt(["libpoppler-glib-dev"])]
        ),
        .target(
            name: "CPaintTap", dependencies: ["CPoppler"],
            linkerSettings: [.unsafeFlags(tapped.flatMap { ["-Xlinker", "--export-dynamic-symbol=\($0)"] })]
        ),
        .target(name: "CLinux"),
        .target(name: "CWorkbook"),
        // Built alike for tests and for use: it must give the same bytes, and at -O0 a line takes a second.
        .target(
            name: "CLineReader", exclude: ["model.bocr", "NOTICE"],
            cSettings: [.unsafeFlags(["-std=c23", "-O3", "-ffp-contract=off"])]
        ),
        .target(name: "PageContent", swiftSettings: computing),
        .target(
            name: "ScanReading", dependencies: ["CLineReader", "PageContent"],
            swiftSettings: computing
        ),
        .target(
            name: "DocumentReading",
            dependencies: ["CPoppler", "CPaintTap", "PageContent", "ScanReading"],
            swiftSettings: computing,
            linkerSettings: [.linkedLibrary("gio-2.0")]
        ),
        .target(name: "TableReading", dependencies: ["PageContent"], swiftSettings: computing),
        .target(name: "Sentences", swiftSettings: strict),
        .target(
            name: "BudgetRelease",
            dependencies: ["Sentences"],
            resources: [.embedInCode("Schemas")],
            swiftSettings: computing
        ),
        .target(
            name: "ReleaseReading",
            dependencies: ["BudgetRelease", "PageContent", "Sentences", "TableReading"],
            resources: [.embedInCode("Forms")],
            swiftSettings: computing
        ),
        .target(name: "ReadingCell", dependencies: ["BudgetRelease", "Sentences"], swiftSettings: strict),
        .target(name: "Systemd", dependencies: ["CLinux"], swiftSettings: strict),
        .target(name: "FormFiles", dependencies: ["ReleaseReading"], swiftSettings: strict),
        .target(
            name: "FileKeeping",
            dependencies: [
                "CLinux",
                "Sentences",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "ArchiveReading",
            dependencies: [
                "BudgetRelease",
                "CWorkbook",
                "FileKeeping",
                "ReadingCell",
                "Sentences",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "Intake",
            dependencies: [
                "ArchiveReading",
                "BudgetRelease",
                "CLinux",
                "FileKeeping",
                "ReadingCell",
                "Sentences",
                "Systemd",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "ReviewPage",
            dependencies: [
                "ArchiveReading", "BudgetRelease", "FileKeeping", "Sentences",
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            resources: [.embedInCode("Page")],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "budgetd-review",
            dependencies: [
                "ArchiveReading", "BudgetRelease", "FileKeeping", "Intake", "ReadingCell", "ReviewPage", "Sentences",
                .product(name: "FlyingFox", package: "FlyingFox"),
                .product(name: "FlyingSocks", package: "FlyingFox"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict,
            // FlyingFox has a client too, and the static Foundation's needs what it never calls here.
            linkerSettings: [.linkedLibrary("curl")]
        ),
        .executableTarget(
            name: "budgetd-worker",
            dependencies: [
                "BudgetRelease", "CLinux", "DocumentReading", "FileKeeping", "FormFiles", "PageContent", "ReadingCell",
                "ReleaseReading", "Sentences",
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "budgetd",
            dependencies: [
                "ArchiveReading",
                "BudgetRelease",
                "FileKeeping",
                "FormFiles",
                "Intake",
                "PageContent",
                "ReadingCell",
                "ReleaseReading",
                "Sentences",
                "Systemd",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "PageContentTests",
            dependencies: ["PageContent"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "DocumentReadingTests",
            dependencies: ["DocumentReading", "PageContent"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ScanReadingTests",
            dependencies: ["CLineReader", "PageContent", "ScanReading"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "TableReadingTests",
            dependencies: ["PageContent", "TableReading", "TestSupport"],
            swiftSettings: strict
        ),
        .testTarget(name: "BudgetReleaseTests", dependencies: ["BudgetRelease"], swiftSettings: strict),
        .testTarget(
            name: "SentencesTests",
            dependencies: [
                "ArchiveReading", "BudgetRelease", "DocumentReading", "FileKeeping", "Intake", "ReadingCell",
                "Sentences",
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ReleaseReadingTests",
            dependencies: ["BudgetRelease", "DocumentReading", "PageContent", "ReleaseReading", "TestSupport"],
            swiftSettings: strict
        ),
        .target(
            name: "TestSupport",
            dependencies: ["PageContent", .product(name: "SystemPackage", package: "swift-system")],
            path: "Tests/Support",
            swiftSettings: strict
        ),
        .testTarget(name: "SystemdTests", dependencies: ["Systemd", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "IntakeTests",
            dependencies: [
                "ArchiveReading",
                "BudgetRelease",
                "FileKeeping",
                "Intake",
                "Sentences",
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "BudgetRelease",
                "Intake",
                "TestSupport",
                "budgetd",
                "budgetd-worker",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict
        ),
    ]
)

// Fuzzers have no main function: libFuzzer brings one, so they exist only where `make fuzz` asks for them.
if Context.environment["BUDGETD_FUZZ"] != nil {
    let library: [SwiftSetting] = strict + [.unsafeFlags(["-parse-as-library"])]
    package.targets += [
        .target(
            name: "FuzzSupport", dependencies: ["BudgetRelease", "PageContent", "ReleaseReading"],
            path: "Tests/Fuzz/Support",
            swiftSettings: strict),
        .executableTarget(
            name: "fuzz-text", dependencies: ["DocumentReading", "FuzzSupport"], path: "Tests/Fuzz/Text",
            swiftSettings: library),
        .executableTarget(
            name: "fuzz-pages", dependencies: ["FuzzSupport", "PageContent"], path: "Tests/Fuzz/Pages",
            swiftSettings: library),
        .executableTarget(
            name: "fuzz-pictures", dependencies: ["PageContent", "ScanReading"], path: "Tests/Fuzz/Pictures",
            swiftSettings: library),
    ]
}
