//! Columns of a frame to and from Arrow arrays.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray as _, Date32Array, Float64Array, Int64Array, StringArray, UInt64Array};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Date32Type, Field, Float64Type, Int64Type, UInt64Type};

use super::values::{Kind, Values};

/// The Parquet column in which values of `kind` are written.
pub(super) fn field(name: &str, kind: Kind) -> Field {
    let (data_type, nullable) = match kind {
        Kind::Text => (DataType::Utf8, true),
        Kind::Integer => (DataType::Int64, true),
        Kind::Number => (DataType::Float64, true),
        Kind::Date => (DataType::Date32, true),
        Kind::Handle => (DataType::UInt64, false),
    };
    Field::new(name, data_type, nullable)
}

/// The kind in which a Parquet column is read; `None` for types that a frame does not hold.
pub(super) fn kind(data_type: &DataType) -> Option<Kind> {
    match data_type {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => Some(Kind::Text),
        DataType::UInt64 => Some(Kind::Handle),
        data_type if data_type.is_integer() => Some(Kind::Integer),
        DataType::Float32 | DataType::Float64 => Some(Kind::Number),
        DataType::Date32 => Some(Kind::Date),
        _ => None,
    }
}

pub(super) fn to_array(values: &Values) -> ArrayRef {
    match values {
        Values::Text(values) => Arc::new(values.iter().map(Option::as_deref).collect::<StringArray>()),
        Values::Integer(values) => Arc::new(values.iter().copied().collect::<Int64Array>()),
        Values::Number(values) => Arc::new(values.iter().copied().collect::<Float64Array>()),
        Values::Date(values) => Arc::new(values.iter().copied().collect::<Date32Array>()),
        Values::Handle(values) => Arc::new(UInt64Array::from_iter_values(values.iter().copied())),
    }
}

/// Appends the values of `array` to `into`; `None` when they do not fit, such as a null handle.
pub(super) fn append(into: &mut Values, array: &ArrayRef) -> Option<()> {
    let widened = cast(array, field("", into.kind()).data_type()).ok()?;
    match into {
        Values::Text(values) => values.extend(widened.as_string::<i32>().iter().map(|text| text.map(str::to_owned))),
        Values::Integer(values) => values.extend(widened.as_primitive::<Int64Type>().iter()),
        Values::Number(values) => values.extend(widened.as_primitive::<Float64Type>().iter()),
        Values::Date(values) => values.extend(widened.as_primitive::<Date32Type>().iter()),
        Values::Handle(_) if widened.null_count() > 0 => return None,
        Values::Handle(values) => values.extend_from_slice(widened.as_primitive::<UInt64Type>().values()),
    }
    Some(())
}
