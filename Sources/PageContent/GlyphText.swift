/// The characters of a run of glyphs, without a copy of them.
package struct GlyphText: RandomAccessCollection {
    @usableFromInline
    let glyphs: ArraySlice<Glyph>

    @inlinable
    package init(_ glyphs: ArraySlice<Glyph>) { self.glyphs = glyphs }

    @inlinable
    package var startIndex: Int { glyphs.startIndex }
    @inlinable
    package var endIndex: Int { glyphs.endIndex }

    @inlinable
    package subscript(position: Int) -> Unicode.Scalar { glyphs[position].scalar }
}
