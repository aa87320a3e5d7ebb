#pragma once
#include <cairo.h>
#include <gio/gio.h>
#include <glib-object.h>
#include <glib.h>
#include <poppler.h>

/// POPPLER_ERROR is a function-like macro, which Swift does not import.
static inline GQuark cpoppler_error_quark(void) { return poppler_error_quark(); }
