#if __has_feature(address_sanitizer)

/// The sanitizer asks for its options here (`make test-asan`). Leaks are not looked for: the worker's environment is
/// empty, its cell forbids the means, and poppler keeps its tables until the end.
const char *__asan_default_options(void) { return "detect_leaks=0"; }

#else

/// C has no empty files.
typedef int address_sanitizer_is_off;

#endif
